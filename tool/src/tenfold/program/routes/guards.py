"""stub"""
class Guards:
    def __init__(self, assembly): pass
    def guarded(self, route, reached, action): return route
