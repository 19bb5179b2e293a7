import structlog
from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.db.models import Q
from django.http import FileResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_ratelimit.core import is_ratelimited

from .forms import CartForm, CatalogueForm, ProfileForm, ReviewForm, SearchForm, SignupForm, UploadForm
from .limits import too_many
from .models import Product, Profile, Upload

# LoginRequiredMiddleware demands a user everywhere but in the views marked login_not_required.
log = structlog.get_logger("shop.views")
staff_only = permission_required("shop.add_product", raise_exception=True)


@login_not_required
@require_GET
def index(request):
    return render(request, "shop/index.html", {"products": Product.objects.order_by("name")})


@login_not_required
@require_http_methods(["GET", "POST"])
def signup(request):
    form = SignupForm(request.POST or None)
    if request.method == "POST":
        if is_ratelimited(request, group="signup", key="ip", rate="10/h", increment=True):
            return too_many(request, 60 * 60)
        if form.is_valid():
            user = form.save()
            Profile.objects.create(user=user)
            log.info("signup", user_id=user.pk, address=request.META["REMOTE_ADDR"])
            return redirect("/login")
    return render(request, "shop/signup.html", {"form": form}, status=400 if form.errors else 200)


class ShopLoginView(LoginView):
    """Django's own, which renews the session and checks ``next``; django-axes counts the failures."""

    template_name = "shop/login.html"

    def post(self, request, *args, **kwargs):
        if is_ratelimited(request, group="login", key="ip", rate="20/m", increment=True):
            return too_many(request, 60)
        return super().post(request, *args, **kwargs)


@login_not_required
@require_GET
def search(request):
    form = SearchForm(request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest("This search is too long.")
    q = form.cleaned_data["q"]
    products = Product.objects.filter(Q(name__icontains=q) | Q(description__icontains=q))
    return render(request, "shop/search.html", {"q": q, "products": products})


@login_not_required
@require_GET
def product(request, pk):
    return render(request, "shop/product.html", {"product": get_object_or_404(Product, pk=pk)})


@require_POST
def review(request, pk):
    form = ReviewForm(request.POST)
    if form.is_valid():
        form.instance.product = get_object_or_404(Product, pk=pk)
        form.instance.author = request.user
        form.save()
    return redirect(f"/products/{pk}")


@login_not_required
@require_GET
def cart(request):
    counts = request.session.get("cart", {})
    lines = [(item, counts[str(item.pk)]) for item in Product.objects.filter(pk__in=counts)]
    total = sum(item.price * count for item, count in lines)
    return render(request, "shop/cart.html", {"lines": lines, "total": total})


@login_not_required
@require_POST
def cart_add(request):
    form = CartForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("No such product.")
    counts = request.session.get("cart", {})
    key = str(form.cleaned_data["product"].pk)
    counts[key] = min(counts.get(key, 0) + (form.cleaned_data["count"] or 1), 20)
    request.session["cart"] = counts
    return redirect("/cart")


@require_http_methods(["GET", "POST"])
def profile(request):
    instance, _ = Profile.objects.get_or_create(user=request.user)
    form = ProfileForm(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("/profile")
    return render(request, "shop/profile.html", {"form": form, "profile": instance})


@require_http_methods(["GET", "POST"])
def upload(request):
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        form.instance.owner = request.user
        form.instance.shown_name = request.FILES["file"].name[:200]
        form.save()
        return redirect("/upload")
    context = {"form": form, "uploads": request.user.uploads.all()}
    return render(request, "shop/upload.html", context, status=400 if form.errors else 200)


@require_GET
def download(request):
    number = request.GET.get("id", "")
    if not number.isdecimal():
        return HttpResponseBadRequest("No such file.")
    item = get_object_or_404(Upload, pk=int(number), owner=request.user)
    return FileResponse(item.file.open("rb"), as_attachment=True, filename=item.file.name)


@staff_only
@require_GET
def admin_page(request):
    return render(request, "shop/admin.html", {"users": User.objects.all(), "products": Product.objects.all()})


@staff_only
@require_POST
def import_catalogue(request):
    form = CatalogueForm(request.POST, request.FILES)
    if not form.is_valid():
        log.warning("catalogue refused", user_id=request.user.pk, address=request.META["REMOTE_ADDR"])
        return render(request, "shop/error.html", {"message": form.errors["file"][0]}, status=400)
    for entry in form.cleaned_data["file"]:
        entry.save()
    return redirect("/admin")


@login_not_required
@require_GET
def health(request):
    return JsonResponse({"status": "ok"})
