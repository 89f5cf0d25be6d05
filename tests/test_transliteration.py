"""Uzbek in two alphabets: running text, hard words, what stays as it is, and the command."""

import re
import subprocess
import time
from pathlib import Path

import polib
import pytest

from curricula.transliteration.cyrillic import to_cyrillic
from curricula.transliteration.latin import to_latin
from curricula.transliteration.lexicon import own, read_lexicon
from running import COMMAND, environment, run

ROOT = Path(__file__).parents[1]
RUNNING = Path(__file__).with_name("uzbek.txt")
ENOUGH = 0.997  # of the words of a running text

HARD = """
stansiya станция, kvalifikatsiya квалификация, konstitutsiyaviy конституциявий, litsey лицей, mutaxassis мутахассис
aytsa айтса, yotsin ётсин, shartsiz шартсиз, davlatsiz давлатсиз, inersiya инерция, pensiya пенсия, versiya версия
porsiya порция, refleksiya рефлексия, reaksiya реакция, sirk цирк, sex цех, senzor цензор, sensor сенсор, server сервер
kompyuter компьютер, obyekt объект, subyektiv субъектив, adyutant адъютант, inyeksiya инъекция, karyera карьера
maʼlumot маълумот, sanʼat санъат, qatʼiy қатъий, meʼyor меъёр, eʼlon эълон, daʼvo даъво, moʻjiza мўъжиза
sentabr сентябрь, sentabrda сентябрда, oktabr октябрь, yanvar январь, fevral февраль, aprel апрель, iyul июль
model модель, modeli модели, modellar моделлар, modul модуль, kabel кабель, rol роль, rolik ролик, rolli ролли
signal сигнал, kontrol контроль, asfalt асфальт, albom альбом, multimedia мультимедиа, filtr фильтр, alpinist альпинист
yoʻl йўл, yordam ёрдам, dunyo дунё, rayon район, mayor майор, bayon баён, tayyor тайёр, yogurt йогурт, yogʻ ёғ
byuro бюро, syujet сюжет, intervyu интервью, konyak коньяк, pavilyon павильон, zaryad заряд, daryo дарё
aeroport аэропорт, poeziya поэзия, keng кенг, yer ер, Yevropa Европа, poyezd поезд, eshik эшик, beeʼtibor беэътибор
Isʼhoq Исҳоқ, mashhur машҳур, ishchi ишчи, pyesa пьеса, Vyetnam Вьетнам, elektr электр, energiya энергия
dielektrik диэлектрик, koeffitsiyent коэффициент, proyekt проект, gigiyena гигиена, kultivator культиватор, kult культ
Alpomish Алпомиш, olganim олганим, tilda тилда, falsafa фалсафа, pulsiz пулсиз, Bryusselda Брюссельда, polk полк
adabiyot адабиёт, aksiya акция, assotsiatsiya ассоциация, dissertatsiya диссертация, izolyatsiya изоляция
OʻzMU ЎзМУ, ToshDTU ТошДТУ, laboratoriya лаборатория, assistent ассистент, parametr параметр
kilometr километр, konveyer конвейер, shoʻba шўъба, neft нефть, neftni нефтни, sudyalar судьялар, vedomost ведомость
parallel параллель, parallelogramm параллелограмм, alternativ альтернатив, potensiometr потенциометр
siklotron циклотрон, differensiatsiya дифференциация, Szedunning Цзэдуннинг, Szinpin Цзиньпин
Dening Денинг, nuqtayi нуқтаи
"""
PAIRS = [tuple(pair.split()) for pair in HARD.replace("\n", ",").split(",") if pair.strip()]

# Latin → Cyrillic in places where the word alone does not decide.
PLACES = {
    "C304, GB/T 1234, ISO 9001, 802.11ac": "C304, GB/T 1234, ISO 9001, 802.11ac",
    "5Gning, Excelda, gNodeBni, BBUdan, C304ni": "5Gнинг, Excelда, gNodeBни, BBUдан, C304ни",
    "Python’da, PDF'ni": "Python’да, PDF'ни",
    "Nautilus'da, Sanʼat, %s'ni": "Nautilus'да, Санъат, %s'ни",
    "Xn interfeysi, maydoni, m²": "Xn интерфейси, майдони, м²",
    "LTE-tarmoq, Wi-Fi nuqtasi": "LTE-тармоқ, Wi-Fi нуқтаси",
    "2026-yil 5-mart, 2024–2026-yillar": "2026 йил 5 март, 2024–2026 йиллар",
    "12-modda, 1-kurs, 1-marta, 5-maydon": "12-модда, 1-курс, 1-марта, 5-майдон",
    "10 km, 5 kW, 900 MHz, 1 Gbit/s, 20 dBm": "10 км, 5 кВт, 900 МГц, 1 Гбит/с, 20 дБм",
    "220 V, 10km, tezlik (Mbit/s)": "220 В, 10км, тезлик (Мбит/с)",
    "10ta, 5ga, 2tasi, 3D": "10та, 5га, 2таси, 3D",
    "XIX asr, II bosqich, IV-bob": "XIX аср, II босқич, IV-боб",
    "y = kx + b, f(x), sin α": "y = kx + b, f(x), sin α",
    "U uyga ketdi. u, v va w": "У уйга кетди. у, v ва w",
    "a) birinchi; b) ikkinchi": "а) биринчи; б) иккинчи",
    "A. Karimov, Sh. Rashidov, Yo. Oʻ. Azizov": "А. Каримов, Ш. Рашидов, Ё. Ў. Азизов",
    "OTM, OTMlar, AKTni, BMT, PDF": "ОТМ, ОТМлар, АКТни, БМТ, PDF",
    "OʻQUV REJASI VA ISO 9001 BOʻYICHA FAN": "ЎҚУВ РЕЖАСИ ВА ISO 9001 БЎЙИЧА ФАН",
    "YANGI SHAHAR, Shahar, IPAK": "ЯНГИ ШАҲАР, Шаҳар, IPAK",
    "`curricula yoz`, {count} ta, %(name)s": "`curricula yoz`, {count} та, %(name)s",
    "https://www.w3.org/docs/12 va ali@pochta.uz": "https://www.w3.org/docs/12 ва ali@pochta.uz",
    "reja-2.docx faylida": "reja-2.docx файлида",
    "zh-Hans va uz-Latn": "zh-Hans ва uz-Latn",
    "‘bogʻ’ 'so'z' o`zbek gʼoya oʼzi": "‘боғ’ 'сўз' ўзбек ғоя ўзи",
    "<b>Oʻz</b>": "<b>Ўз</b>",
    "Mn+Ofn+Ocn−Hys>Ms+Ofs, Ms+Off>Mn": "Mn+Ofn+Ocn−Hys>Ms+Ofs, Ms+Off>Mn",
    "kamida 10% i, {share}%i, y = i": "камида 10% и, {share}%и, y = i",
    "va h.k., t.f.n., T.f.d., F.I.O.": "ва ҳ.к., т.ф.н., Т.ф.д., Ф.И.О.",
    "M: majburiy; T: tanlov. I: imtihon; S – yuza": "М: мажбурий; Т: танлов. И: имтиҳон; S – юза",
    "T/r, 6 kN/m², ±0,05 ppm": "Т/р, 6 кН/м², ±0,05 ppm",
    "programme.level qiymati, .xlsx fayli, standards/ ichida": "programme.level қиймати, .xlsx файли, standards/ ичида",
    "Shell skriptlari, Trunk, ODUk, RF jumper, id si": "Shell скриптлари, Trunk, ODUk, RF jumper, id си",
    "GOST 7.32, BUTUN SON, GOSTga": "ГОСТ 7.32, БУТУН СОН, ГОСТга",
}


def _running() -> list[tuple[str, str]]:
    lines = [line for line in RUNNING.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return list(zip(lines[::2], lines[1::2], strict=True))


@pytest.mark.parametrize("backwards", [False, True])
def test_running_text_comes_out_right(backwards: bool) -> None:
    total, wrong = 0, []
    for latin, cyrillic in _running():
        here, there = (to_latin(cyrillic), latin) if backwards else (to_cyrillic(latin), cyrillic)
        pairs = list(zip(here.split(), there.split(), strict=True))
        total += len(pairs)
        wrong += [pair for pair in pairs if pair[0] != pair[1]]
    assert total >= 1500
    assert 1 - len(wrong) / total >= ENOUGH, wrong


@pytest.mark.parametrize(("latin", "cyrillic"), PAIRS)
def test_hard_words_both_ways(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize(("latin", "cyrillic"), PLACES.items())
def test_what_is_no_word_stays(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


def test_a_letter_alone_is_an_abbreviation() -> None:
    assert [to_cyrillic(letter) for letter in ("I", "S", "Oʻ", "K")] == ["И", "С", "Ў", "K"]


@pytest.mark.parametrize(("cyrillic", "latin"), [
    ("ШАҲАР Шаҳар Ш. Рашидов", "SHAHAR Shahar Sh. Rashidov"),
    ("ЎзМУ, ТошДТУ", "OʻzMU, ToshDTU"),
    ("2026 йил 5 март, 10 йил, 5 марта", "2026-yil 5-mart, 10 yil, 5 marta"),
    ("10 кВт, 900 МГц, 5 Ом", "10 kW, 900 MHz, 5 Om"),
    ("5Gнинг Excelда `код`", "5Gning Excelda `код`"),
    ("щётка, борщ, выставка", "shchyotka, borshch, vistavka"),
])
def test_cyrillic_to_latin(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin


def test_protected_strings_stay() -> None:
    assert to_cyrillic("Salom, Ipak yoʻli banki!", protected=["Ipak yoʻli"]) == "Салом, Ipak yoʻli банки!"
    assert to_latin("Салом, дунё!", protected=["дунё"]) == "Salom, дунё!"


EXCEPTIONS = {"klienti", "Ω", "MΩ"}  # a spelling of kliyent; what is spelt in Cyrillic letters: Ом, and so Om


def _translated() -> list[str]:
    paths = [*(ROOT / "translations/uz-Latn").rglob("*.po"), *(ROOT / "tools/curricula/messages/uz-Latn").rglob("*.po")]
    entries = [entry for path in sorted(paths) for entry in polib.pofile(str(path)) if not entry.obsolete]
    return [words for entry in entries for words in (entry.msgstr, *entry.msgstr_plural.values()) if words]


def test_the_words_of_the_repository_come_back() -> None:
    changed = set()
    for words in _translated():
        back = to_latin(to_cyrillic(words))
        if back != words:
            assert len(back.split()) == len(words.split()), (words, back)
            pairs = zip(words.split(), back.split(), strict=True)
            latin = [(one, other) for one, other in pairs if not re.search("[а-яё]", one.lower())]  # no quoted Russian
            changed |= {one.strip("(),.;: ") for one, other in latin if one != other}
    assert changed <= EXCEPTIONS


def test_no_word_of_the_standards_is_left_in_two_alphabets() -> None:
    for path in sorted((ROOT / "translations/uz-Latn").rglob("*.po")):
        for entry in polib.pofile(str(path)):
            for word in to_cyrillic(entry.msgstr).replace("-", " ").replace("/", " ").split():
                small = [letter for letter in word if letter.islower()]
                assert len({letter.isascii() for letter in small if letter != "µ"}) < 2 or word[0].isascii(), word


def test_every_entry_of_the_lexicon_gives_what_it_says() -> None:
    lexicon = own()
    for stem, (cyrillic, _) in lexicon.starts.items():
        latin = stem.replace("ŏ", "oʻ").replace("ğ", "gʻ")
        named = latin.capitalize() if not cyrillic.islower() else latin
        assert to_cyrillic(f" {named} ").strip().lower() == cyrillic.lower(), stem
    for name in lexicon.names:
        assert to_cyrillic(name) == name


@pytest.mark.parametrize("text", ["[words]\nrol", "[words]\nrol = роль\nrol = рол", "rol = роль", "[names]\na = b"])
def test_a_lexicon_with_a_wrong_line_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="line"):
        read_lexicon(text)


def test_another_lexicon_can_be_given() -> None:
    assert to_cyrillic("rol, stansiya", read_lexicon("[words]\nrol = РОЛЬ")) == "rol, стансия".replace("rol", "рол")


@pytest.mark.slow
def test_a_long_text_takes_seconds_and_a_senseless_one_ends() -> None:
    text = "\n".join(latin for latin, _ in _running())
    begun = time.process_time()
    to_cyrillic("\n".join([text] * 65))  # about 100,000 words
    for part in ("im", "gersim", "lala", "a", "5-martim", "x.y-", "oʻ", "ʼ", "Aa", "AB", "_a", "<b ", "{", "`", "www."):
        to_cyrillic(part * 3000)
        to_latin(to_cyrillic(part * 500))
    assert time.process_time() - begun < 20


def test_the_command_prints(tmp_path: Path) -> None:
    (tmp_path / "matn.txt").write_text("Oʻquv rejasi, 2026-yil\n", encoding="utf-8-sig")
    done = run(tmp_path, "transliterate", "matn.txt", "--to", "cyrillic")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Ўқув режаси, 2026 йил\n", "")


def test_the_command_reads_standard_input_and_keeps_words(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "transliterate", "-", "--to", "latin", "--keep", "дунё"], cwd=tmp_path, env=environment(),
        input="Салом, дунё!\r\n".encode(), capture_output=True, check=False,
    )
    assert (done.returncode, done.stdout.decode()) == (0, "Salom, дунё!\r\n")


def test_the_command_writes_a_file_and_never_over_one(tmp_path: Path) -> None:
    (tmp_path / "matn.txt").write_text("Kabel\n", encoding="utf-8")
    done = run(tmp_path, "transliterate", "matn.txt", "--to", "cyrillic", "--output", "natija.txt")
    assert (done.returncode, done.stdout) == (0, "natija.txt\n")
    assert (tmp_path / "natija.txt").read_bytes() == "Кабель\n".encode()
    again = run(tmp_path, "transliterate", "matn.txt", "--to", "latin", "--output", "natija.txt")
    assert again.returncode == 2
    assert "natija.txt exists already" in again.stderr


@pytest.mark.parametrize(("content", "told"), [
    ("Birinchi\n\xffO'quv".encode("latin-1"), "matn.txt is not UTF-8 text, see line 2"),
    ("Oʻquv".encode("utf-16"), "matn.txt is not UTF-8 text"),
    (None, "matn.txt does not exist"),
])
def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path, content: bytes | None, told: str) -> None:
    if content is not None:
        (tmp_path / "matn.txt").write_bytes(content)
    done = run(tmp_path, "transliterate", "matn.txt", "--to", "cyrillic")
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
