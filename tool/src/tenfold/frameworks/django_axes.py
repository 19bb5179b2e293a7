"""django-axes."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="django-axes",
    package="django-axes",
    modules=("axes",),
    protections=(
        Protection(
            "axes.middleware.AxesMiddleware", "rate.login", "middleware", "answers for log-ins that axes has locked out"
        ),
        Protection(
            "axes", "logging.logins", "installed", "records log-ins and their failures with account and address"
        ),
        Protection("axes.decorators.axes_dispatch", "rate.login", "decorator", "locks out after failed log-ins"),
    ),
)
