import shutil
import tempfile
from decimal import Decimal

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase, override_settings

from shop.models import Product


class ShopTests(TestCase):
    def setUp(self):
        self.tea = Product.objects.create(name="Tea", description="<b>green</b>", price=Decimal("4.50"))

    def log_in(self):
        self.client.post("/signup", {"username": "alice", "password": "wonderland"})
        return self.client.post("/login", {"username": "alice", "password": "wonderland"})

    def test_health(self):
        self.assertEqual(self.client.get("/health").json(), {"status": "ok"})

    def test_signup_and_login(self):
        self.assertRedirects(self.log_in(), "/")
        self.assertContains(self.client.get("/"), "alice")

    def test_search(self):
        self.assertContains(self.client.get("/search?q=Te"), "Tea")
        self.assertContains(self.client.get("/search?q=zzz"), "Nothing found")

    def test_cart(self):
        self.client.post("/cart/add", {"product": self.tea.pk, "count": 2})
        self.assertContains(self.client.get("/cart"), "9.00")

    def test_review(self):
        self.log_in()
        self.client.post(f"/products/{self.tea.pk}/review", {"text": "<i>good</i>"})
        self.assertContains(self.client.get(f"/products/{self.tea.pk}"), "<i>good</i>")

    def test_upload(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        with override_settings(MEDIA_ROOT=folder):
            self.log_in()
            self.client.post("/upload", {"file": SimpleUploadedFile("a.txt", b"hello")})
            self.assertContains(self.client.get("/upload"), "a.txt")

    def test_admin(self):
        self.assertEqual(self.client.get("/admin").status_code, 403)
        User.objects.create_superuser("root", password="root")
        self.client.login(username="root", password="root")
        xml = b"<catalogue><product><name>Cup</name><price>3</price></product></catalogue>"
        self.client.post("/admin/import", {"file": SimpleUploadedFile("c.xml", xml)})
        self.assertContains(self.client.get("/"), "Cup")

    def test_profile(self):
        self.log_in()
        self.client.post("/profile", {"address": "1 Main Street"})
        self.assertContains(self.client.get("/profile"), "1 Main Street")
