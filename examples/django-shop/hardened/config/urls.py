from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import path

from shop import views

urlpatterns = [
    path("", views.index),
    path("signup", views.signup),
    path("login", views.ShopLoginView.as_view()),
    path("logout", LogoutView.as_view()),
    path("search", views.search),
    path("products/<int:pk>", views.product),
    path("products/<int:pk>/review", views.review),
    path("cart", views.cart),
    path("cart/add", views.cart_add),
    path("profile", views.profile),
    path("upload", views.upload),
    path("download", views.download),
    path("admin", views.admin_page),
    path("admin/import", views.import_catalogue),
    path("health", views.health),
    path("staff-admin/", admin.site.urls),
]
