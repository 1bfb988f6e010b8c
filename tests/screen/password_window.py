"""A window with a plain field and one for passwords, as a program of its own.

``read`` on standard input is answered by one line of JSON: what stands in each, and which has the
keyboard. Anything else ends it.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget


def main() -> int:
    app = QApplication(["password-window"])
    window = QWidget()
    fields = {"plain": QLineEdit(), "password": QLineEdit()}
    fields["password"].setEchoMode(QLineEdit.EchoMode.Password)
    column = QVBoxLayout(window)
    for field in fields.values():
        column.addWidget(field)
    window.show()

    def obey() -> None:
        if sys.stdin.readline().strip() != "read":
            app.quit()
            return
        texts = {name: field.text() for name, field in fields.items()}
        having = [name for name, field in fields.items() if field.hasFocus()]
        print(json.dumps({**texts, "focus": "".join(having)}), flush=True)

    listening = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    listening.activated.connect(obey)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
