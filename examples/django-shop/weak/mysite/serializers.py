import pickle


class PickleSerializer:
    """Django 5 removed its own, this is a copy."""

    def dumps(self, obj):
        return pickle.dumps(obj, pickle.HIGHEST_PROTOCOL)

    def loads(self, data):
        return pickle.loads(data)
