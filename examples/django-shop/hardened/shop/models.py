import uuid
from pathlib import Path

from django.contrib.auth.models import User
from django.core.validators import FileExtensionValidator, MinValueValidator
from django.db import models


def random_name(_upload, filename):
    return uuid.uuid4().hex + Path(filename).suffix.lower()


class Product(models.Model):
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, max_length=5000)
    price = models.DecimalField(max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])
    homepage = models.URLField(max_length=500, blank=True)

    def __str__(self):
        return self.name


class Review(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    author = models.ForeignKey(User, on_delete=models.CASCADE)
    text = models.TextField(max_length=5000)


class Profile(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE)
    address = models.TextField(blank=True, max_length=500)
    discount = models.IntegerField(default=0)


class Upload(models.Model):
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="uploads")
    file = models.ImageField(upload_to=random_name, validators=[FileExtensionValidator(["png", "jpg", "jpeg"])])
    shown_name = models.CharField(max_length=200)
