"""What a request may send, field by field."""

import nh3
from defusedxml import DefusedXmlException, ElementTree
from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from .models import Product, Profile, Review, Upload

TAGS = {"p", "br", "b", "i", "em", "strong", "ul", "ol", "li"}
MEGABYTE = 1024 * 1024


def clean_html(text):
    return nh3.clean(text, tags=TAGS, attributes={})


class SignupForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username",)


class SearchForm(forms.Form):
    q = forms.CharField(max_length=100, required=False)


class CartForm(forms.Form):
    product = forms.ModelChoiceField(Product.objects.all())
    count = forms.IntegerField(min_value=1, max_value=20, required=False)


class ReviewForm(forms.ModelForm):
    class Meta:
        model = Review
        fields = ("text",)

    def clean_text(self):
        return clean_html(self.cleaned_data["text"])


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Profile
        fields = ("address",)


class ProductForm(forms.ModelForm):
    class Meta:
        model = Product
        fields = ("name", "description", "price", "homepage")

    def clean_description(self):
        return clean_html(self.cleaned_data["description"])


class UploadForm(forms.ModelForm):
    class Meta:
        model = Upload
        fields = ("file",)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MEGABYTE:
            raise ValidationError("One megabyte at most.")
        return file


class CatalogueForm(forms.Form):
    """A supplier's XML file; ``cleaned_data["file"]`` is a list of valid product forms."""

    file = forms.FileField()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MEGABYTE:
            raise ValidationError("One megabyte at most.")
        try:
            root = ElementTree.fromstring(file.read(), forbid_dtd=True)
        except (ElementTree.ParseError, DefusedXmlException) as error:
            raise ValidationError("This is no catalogue.") from error
        products = [ProductForm({field.tag: field.text for field in entry}) for entry in root.iter("product")]
        if not all(product.is_valid() for product in products):
            raise ValidationError("A product of this catalogue is not valid.")
        return products
