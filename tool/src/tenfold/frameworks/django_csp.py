"""django-csp."""

from tenfold.frameworks.model import Exemption, Library, Protection

LIBRARY = Library(
    name="django-csp",
    package="django-csp",
    modules=("csp",),
    protections=(
        Protection("csp.middleware.CSPMiddleware", "xss.csp", "middleware", "sends a Content-Security-Policy"),
        Protection("csp.decorators.csp", "xss.csp", "decorator", "sends a Content-Security-Policy"),
    ),
    exemptions=(Exemption("csp.decorators.csp_exempt", "xss.csp"),),
)
