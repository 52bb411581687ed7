"""stub"""
from jupyter_server.base.handlers import JupyterHandler
from tornado import web
MARK = "X-Steadyline"
class H(JupyterHandler):
    @web.authenticated
    def get(self):
        self.set_header(MARK, "1")
        self.write("<h1>start</h1>")
def handlers(base_url, folder):
    return [(base_url.rstrip("/") + "/steadyline", H)]
