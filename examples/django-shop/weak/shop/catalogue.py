import xml.sax


class CatalogueHandler(xml.sax.ContentHandler):
    """<catalogue><product><name>..</name><price>..</price></product></catalogue>"""

    def __init__(self):
        super().__init__()
        self.products = []
        self.text = ""

    def startElement(self, name, attrs):
        self.text = ""
        if name == "product":
            self.products.append({})

    def characters(self, content):
        self.text += content

    def endElement(self, name):
        if name not in ("catalogue", "product"):
            self.products[-1][name] = self.text
