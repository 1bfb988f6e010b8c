"""Stand-ins that behave as the vendors' documentation says, their errors included.

Each translates by putting the target's tag before the text, so that what was asked shows.
"""

from __future__ import annotations

import html
from collections.abc import Callable

from tests.contract.translation.stand_in import Answer, Asked, Wire, answer_json, page

Words = Callable[[str, str, str], str | None]
"""A translation of (text, source, target); None when the pair is not known."""


def tagged(text: str, _source: str, target: str) -> str | None:
    return None if target == "xx" else f"{target}:{text}"


def deepl(translate: Words = tagged, key: str = "key", used: int = 180_118) -> Answer:
    def answer(asked: Asked, wire: Wire) -> None:
        if asked.headers.get("authorization") != f"DeepL-Auth-Key {key}":
            return page(403, "")(asked, wire)
        if (asked.method, asked.path) == ("GET", "/v2/usage"):
            usage = {"character_count": used, "character_limit": 500_000}
            return answer_json(usage)(asked, wire)
        if (asked.method, asked.path) != ("POST", "/v2/translate") or asked.query:
            return answer_json({"message": "Not found"}, 404)(asked, wire)
        text, target = asked.json["text"][0], asked.json["target_lang"]
        done = translate(text, asked.json["source_lang"], target)
        if done is None:
            wrong = {"message": "Value for 'target_lang' not supported."}
            return answer_json(wrong, 400)(asked, wire)
        one = {"detected_source_language": "ES", "text": done}
        return answer_json({"translations": [one]})(asked, wire)

    return answer


def libretranslate(translate: Words = tagged, key: str = "") -> Answer:
    def answer(asked: Asked, wire: Wire) -> None:
        if (asked.method, asked.path) == ("GET", "/languages"):
            languages = [{"code": "en", "name": "English", "targets": ["en", "es"]}]
            return answer_json(languages)(asked, wire)
        if asked.headers["content-type"].partition(";")[0] != "application/json" or asked.query:
            return answer_json({"error": "Invalid request: missing q parameter"}, 400)(asked, wire)
        said = asked.json
        if said.get("api_key", "") != key:
            return answer_json({"error": "Invalid API key"}, 403)(asked, wire)
        if len(said["q"]) > 2000:
            wrong = f"Invalid request: request ({len(said['q'])}) exceeds text limit (2000)"
            return answer_json({"error": wrong}, 400)(asked, wire)
        done = translate(said["q"], said["source"], said["target"])
        if done is None:
            return answer_json({"error": f"{said['target']} is not supported"}, 400)(asked, wire)
        return answer_json({"translatedText": done})(asked, wire)

    return answer


def apertium(translate: Words = tagged) -> Answer:
    def answer(asked: Asked, wire: Wire) -> None:
        if (asked.method, asked.path) == ("GET", "/listPairs"):
            pairs = [{"sourceLanguage": "eng", "targetLanguage": "spa"}]
            said = {"responseData": pairs, "responseDetails": None, "responseStatus": 200}
            return answer_json(said)(asked, wire)
        form = asked.form
        source, _, target = form["langpair"].partition("|")
        done = translate(form["q"], source, target)
        if done is None:
            wrong = {
                "status": "error",
                "code": 400,
                "message": "Bad Request",
                "explanation": "That pair is not installed",
            }
            return answer_json(wrong, 400)(asked, wire)
        data = {"responseData": {"translatedText": done}, "responseDetails": None}
        return answer_json({**data, "responseStatus": 200})(asked, wire)

    return answer


def microsoft(translate: Words = tagged, key: str = "key", region: str = "") -> Answer:
    def answer(asked: Asked, wire: Wire) -> None:
        if (asked.method, asked.path) == ("GET", "/languages"):
            assert asked.query == {"api-version": "3.0", "scope": "translation"}
            spanish = {"name": "Spanish", "nativeName": "Español", "dir": "ltr"}
            return answer_json({"translation": {"es": spanish}})(asked, wire)
        given = asked.headers.get("ocp-apim-subscription-region", "")
        if asked.headers.get("ocp-apim-subscription-key") != key or given != region:
            wrong = {"error": {"code": 401000, "message": "The request is not authorized"}}
            return answer_json(wrong, 401)(asked, wire)
        query = asked.query
        assert query["api-version"] == "3.0"
        done = translate(asked.json[0]["Text"], query["from"], query["to"])
        if done is None:
            wrong = {"error": {"code": 400036, "message": "The target language is not valid."}}
            return answer_json(wrong, 400)(asked, wire)
        return answer_json([{"translations": [{"text": done, "to": query["to"]}]}])(asked, wire)

    return answer


def chat(say: Callable[[dict[str, str]], str], key: str = "") -> Answer:
    """``say`` is the model: from the object that it was given to its words."""

    def answer(asked: Asked, wire: Wire) -> None:
        import json

        if key and asked.headers.get("authorization") != f"Bearer {key}":
            wrong = {"error": {"message": "Incorrect API key", "code": "invalid_api_key"}}
            return answer_json(wrong, 401)(asked, wire)
        if (asked.method, asked.path) == ("GET", "/v1/models"):
            model = {"id": "llama3.2:latest", "object": "model", "owned_by": "library"}
            return answer_json({"object": "list", "data": [model]})(asked, wire)
        system, user = asked.json["messages"]
        assert (system["role"], user["role"]) == ("system", "user")
        message = {"role": "assistant", "content": say(json.loads(user["content"]))}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return answer_json({"object": "chat.completion", "choices": [choice]})(asked, wire)

    return answer


def google(translate: Words = tagged) -> Answer:
    """The page for small screens."""

    def answer(asked: Asked, wire: Wire) -> None:
        query = asked.query
        if not query:
            return page(200, "<html><form></form></html>", "text/html")(asked, wire)
        done = translate(query["q"], query["sl"], query["tl"]) or ""
        shown = html.escape(done).replace("\n", "<br>")
        text = f'<html><body><div class="result-container">{shown}</div></body></html>'
        return page(200, text, "text/html; charset=utf-8")(asked, wire)

    return answer


def mymemory(translate: Words = tagged) -> Answer:
    def answer(asked: Asked, wire: Wire) -> None:
        query = asked.query
        if not query:
            wrong = "NO QUERY SPECIFIED. EXAMPLE REQUEST: GET?Q=HELLO&LANGPAIR=EN|IT"
            none = {"responseData": {"translatedText": wrong}, "responseStatus": "403"}
            return answer_json(none)(asked, wire)
        source, _, target = query["langpair"].partition("|")
        if len(query["q"].encode()) > 500:
            done, status = "QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS", "403"
        else:
            done, status = translate(query["q"], source, target) or "", "200"
        said = {
            "responseData": {"translatedText": done.replace("'", "&#39;"), "match": 0.85},
            "quotaFinished": False,
            "responseDetails": "",
            "responseStatus": int(status) if status == "200" else status,
            "matches": [],
        }
        return answer_json(said)(asked, wire)

    return answer
