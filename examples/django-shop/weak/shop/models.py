from django.contrib.auth.models import User
from django.db import models
from django.utils.safestring import mark_safe


class Product(models.Model):
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    homepage = models.CharField(max_length=500, blank=True)

    def description_html(self):
        return mark_safe(self.description)

    def __str__(self):
        return self.name


class Review(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    author = models.ForeignKey(User, on_delete=models.CASCADE)
    text = models.TextField()

    def html(self):
        return mark_safe(self.text.replace("\n", "<br>"))


class Profile(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE)
    address = models.TextField(blank=True)
    discount = models.IntegerField(default=0)


class Upload(models.Model):
    owner = models.ForeignKey(User, on_delete=models.CASCADE)
    file = models.FileField(upload_to="")
