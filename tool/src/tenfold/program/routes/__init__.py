"""Routes and protections of an app: what answers which path, and what stands before it.

`graph` holds the routes as they are declared, hanging on apps, blueprints and routers; `declared`, `urlconf` and their
neighbours fill it; `walk` follows it from the apps down and joins prefixes; `guards` says what protects each route.
"""
