from django.contrib import admin

from .models import Product, Profile, Review, Upload

admin.site.register([Product, Profile, Review, Upload])
