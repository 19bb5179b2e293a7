import io
from decimal import Decimal

from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from PIL import Image

from shop.models import Product

PASSWORD = "correct horse battery"


def png():
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2)).save(buffer, "PNG")
    return buffer.getvalue()


class ShopTests(TestCase):
    def setUp(self):
        cache.clear()
        self.tea = Product.objects.create(name="Tea", description="<b>green</b>", price=Decimal("4.50"))

    def log_in(self, name="alice"):
        self.client.post("/signup", {"username": name, "password1": PASSWORD, "password2": PASSWORD})
        return self.client.post("/login", {"username": name, "password": PASSWORD})

    def test_health(self):
        self.assertEqual(self.client.get("/health").json(), {"status": "ok"})

    def test_headers(self):
        headers = self.client.get("/").headers
        self.assertIn("'strict-dynamic' 'nonce-", headers["Content-Security-Policy"])
        self.assertEqual(headers["Cross-Origin-Resource-Policy"], "same-origin")

    def test_script_is_served(self):
        script = self.client.get("/static/shop/shop.js")
        self.assertIn(b"use strict", b"".join(script.streaming_content))

    def test_weak_password_is_refused(self):
        answer = self.client.post("/signup", {"username": "bob", "password1": "password", "password2": "password"})
        self.assertEqual(answer.status_code, 400)

    def test_log_in_renews_the_session_and_log_out_ends_it(self):
        self.client.post("/cart/add", {"product": self.tea.pk})
        before = self.client.cookies["sessionid"].value
        self.assertRedirects(self.log_in(), "/")
        during = self.client.cookies["sessionid"].value
        self.assertNotEqual(before, during)
        self.client.post("/logout")
        self.client.cookies["sessionid"] = during
        self.assertRedirects(self.client.get("/profile"), "/login?next=/profile")

    def test_next_stays_here(self):
        self.log_in()
        self.client.post("/logout")
        answer = self.client.post("/login?next=https://evil.example/", {"username": "alice", "password": PASSWORD})
        self.assertEqual(answer.headers["Location"], "/")

    def test_search(self):
        self.assertContains(self.client.get("/search?q=Te"), "Tea")
        self.assertContains(self.client.get("/search?q=<i>%25'"), "&lt;i&gt;%&#x27;")

    def test_cart(self):
        self.client.post("/cart/add", {"product": self.tea.pk, "count": 2})
        self.assertContains(self.client.get("/cart"), "9.00")

    def test_post_without_token_is_refused(self):
        strict = Client(enforce_csrf_checks=True)
        self.assertEqual(strict.post("/cart/add", {"product": self.tea.pk}).status_code, 403)

    def test_review_is_cleaned(self):
        self.log_in()
        self.client.post(f"/products/{self.tea.pk}/review", {"text": "<i>good</i><script>alert(1)</script>"})
        page = self.client.get(f"/products/{self.tea.pk}")
        self.assertContains(page, "<i>good</i>")
        self.assertNotContains(page, "alert(1)")

    def test_upload_takes_only_images_and_shows_only_ones_own(self):
        self.log_in()
        self.client.post("/upload", {"file": SimpleUploadedFile("cat.png", png())})
        self.assertContains(self.client.get("/upload"), "cat.png")
        bad = self.client.post("/upload", {"file": SimpleUploadedFile("cat.png", b"<script>")})
        self.assertEqual(bad.status_code, 400)
        number = User.objects.get(username="alice").uploads.get().pk
        self.assertEqual(self.client.get(f"/download?id={number}").headers["Content-Disposition"][:10], "attachment")
        self.client.post("/logout")
        self.log_in("mallory")
        self.assertEqual(self.client.get(f"/download?id={number}").status_code, 404)

    def test_discount_cannot_be_set(self):
        self.log_in()
        self.client.post("/profile", {"address": "1 Main Street", "discount": 90})
        self.assertContains(self.client.get("/profile"), "Your discount: 0 %")

    def test_admin_and_catalogue(self):
        self.log_in()
        self.assertEqual(self.client.get("/admin").status_code, 403)
        User.objects.create_superuser("root", password=PASSWORD)
        self.client.post("/logout")
        self.client.post("/login", {"username": "root", "password": PASSWORD})
        good = b"<catalogue><product><name>Cup</name><price>3</price></product></catalogue>"
        bad = b'<!DOCTYPE c [<!ENTITY e SYSTEM "file:///etc/passwd">]><catalogue>&e;</catalogue>'
        self.assertEqual(self.client.post("/admin/import", {"file": SimpleUploadedFile("c", bad)}).status_code, 400)
        self.client.post("/admin/import", {"file": SimpleUploadedFile("c.xml", good)})
        self.assertContains(self.client.get("/"), "Cup")
        self.assertContains(self.client.get("/staff-admin/"), "Products")

    def test_log_in_is_limited(self):
        answers = [self.client.post("/login", {"username": "eve", "password": "wrong"}) for _ in range(6)]
        self.assertEqual(answers[-1].status_code, 429)
        self.assertIn("Retry-After", answers[-1].headers)
