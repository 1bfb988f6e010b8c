"""Chinese or Japanese, in a text of Chinese characters without kana: which characters they are."""

from __future__ import annotations

from collections.abc import Mapping

_JAPANESE_ONLY = frozenset(
    "払込対発価円広売読変単働枠峠駅桜渋済検権県経続児図届歩実気帰黒戻両乗仏伝処効勧勲厳収囲団圧塩増壊"
    "娯嬢専巣帯庁廃弾応恵悩悪戦戯択拠拡挙捜掲揺摂斎暁暦栄楽様歓歳毎沢浄涙渓渇満滝瀬焼犠獣産畳癒砕稲穂"
    "穏窓竜粋絵継総緑縁縄縦繊聴脳臓舗芸薬蔵覚観訳証譲豊賛転軽辺逓遅郷酔醸釈鉄鉱銭鋳錬録闘陥険雑霊頼顔"
    "顕駆騒験髪鶏麺々"
)
"""Shapes that Japan made simpler in its own way, and characters that it made."""
_CHINESE_ONLY = frozenset(
    # The mainland's shapes,
    "们这个为么吗呢吧啊哪谁怎还给让说话请谢问题时间东买卖钱订单货发运费换码账户录网页优联电话邮变实现处"
    "开关闭应该复尽选择价错误审认证绑办厂车难听见觉过边远进违连迟没收拒绝从会员号"
    # Taiwan's and Hong Kong's that Japan does not write,
    "這個為麼嗎說錢單發碼戶號錄網頁聯繫變實處關應盡擇價證綁辦廠聽覺邊遲絕沒從會員嘅咗喺"
    # and the small words of both.
    "你妳您她它啦喔哦嘛吃很都把被跟"
) - frozenset("会員号拒話請謝網頁被個")
_JAPANESE_WORDS = (
    "注文", "返金", "返品", "発送", "配送", "届", "番号", "領収書", "住所", "変更", "確認", "連絡",
    "対応", "解約", "退会", "未着", "不良品", "交換", "希望", "至急", "支払", "御中", "様", "請求",
)  # fmt: skip
_CHINESE_WORDS = (
    "快递", "快遞", "退款", "订单", "訂單", "密码", "密碼", "登录", "登錄", "账号", "帳號", "客服",
    "收到", "不能", "不了", "多久", "地址", "早上好", "的", "了", "我", "是", "在", "有", "要",
)  # fmt: skip


def shares(text: str) -> Mapping[str, float]:
    """How likely the text is Chinese or Japanese; they add up to 1."""
    japanese = sum(2 for char in text if char in _JAPANESE_ONLY)
    japanese += sum(len(word) for word in _JAPANESE_WORDS if word in text)
    chinese = sum(2 for char in text if char in _CHINESE_ONLY)
    chinese += sum(len(word) for word in _CHINESE_WORDS if word in text)
    # Japanese texts without any kana are rare, so undecided ones are Chinese.
    share = (chinese + 2) / (chinese + japanese + 3)
    return {"zh": round(share, 3), "ja": round(1 - share, 3)}
