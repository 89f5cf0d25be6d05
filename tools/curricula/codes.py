"""What the codes of findings mean that are no review rules: of what is read, brought in, and packed.

The rules have a manual page each, and can be switched off for a place with a reason. What is said here is
about files that are not as they must be, and always stands.
"""

from collections.abc import Mapping

from curricula.diagnostics import N_

# Codes that mean the same, and what: one finding tells the particulars of its case.
_MEANINGS: tuple[tuple[str, str], ...] = (
    ("empty-file file-too-large unreadable-file encoding control-character", N_(
        "A file cannot be read: it is empty, too large, locked, or not text in UTF-8. Nothing else is checked in it "
        "until that is mended.")),
    ("yaml-syntax duplicate-key too-deep json-syntax", N_(
        "A file is not what its format asks for, most often for a wrong indentation, a missing quotation mark or a "
        "property that stands twice. The place is where reading had to end; the mistake may stand just before it.")),
    ("yaml-comment", N_(
        "What stands after a space and a # is a comment in YAML. Where no space follows the #, words were probably "
        "meant, and they would be lost in silence.")),
    ("yaml-feature", N_(
        "YAML has shorthands, such as anchors and several documents in one file, that a person cannot check at a "
        "glance. They are not used here: write each value out.")),
    ("stray-file", N_(
        "A file looks as if it belonged to the repository, and is not read: it is in the wrong folder or has the "
        "wrong name.")),
    ("code-list", N_(
        "A list of codes in standards/classifications has other columns than it must have, or a code twice.")),
    ("schema-required", N_(
        "Something that every standard of this kind must say is not there. The hint tells what it means.")),
    ("schema-form", N_(
        "A value is written in another way than it must be, such as a code with Cyrillic letters that look like Latin "
        "ones. The hint tells how it is written.")),
    ("schema-enum schema-kind", N_(
        "A value is not one of those there are to choose from; the finding lists them.")),
    ("schema-type", N_(
        "A value is of another sort than it must be, such as words in the place of a number, or one value in the place "
        "of a list.")),
    ("schema-limit", N_(
        "A value is smaller, larger, shorter or longer than it may be, or a list has too few or too many entries.")),
    ("schema-unknown", N_(
        "A property is misspelt, or stands in the wrong group. It would not be read, so nothing is passed over.")),
    ("adoption-base adoption-operation", N_(
        "An adoption cannot be applied to its standard: it names a standard, a version, a partner or a provision that "
        "is not there, or two of its operations contradict each other. Until that is mended nothing is made of it.")),
    ("merge-conflict", N_(
        "Two versions of a file could not be merged, and the marks of that still stand in it: those of version "
        "control, or those of msgcat in a PO file. Nobody but a person can tell which version holds.")),
    ("po-syntax", N_(
        "A file of translations cannot be read as a PO file; until that is mended its translations count as missing.")),
    ("po-key po-duplicate po-plural po-language", N_(
        "An entry of a PO file cannot be told apart from others, or the file belongs to another language. "
        "`curricula translate sync` writes the entries as they must be.")),
    ("derived-override", N_(
        "An entry that was written by hand in a derived language is about words that have changed since.")),
    ("snapshot-incomplete translation-status", N_(
        "A translation has not reached what was asked of it; `curricula translate status` tells what is open.")),
    ("release-step", N_(
        "A standard cannot take the step that was asked for yet. Each finding tells one thing that is missing; nothing "
        "was written.")),
    ("not-fixed", N_(
        "`curricula check --fix` left a file alone, as mending it would have changed more than the values in question. "
        "Mend it by hand, one finding after the other.")),
    ("artifact", N_(
        "A document was built and found wanting, such as by a letter that no font has. It was not written.")),
    ("adoption-upgrade", N_(
        "An adoption cannot name the newer version of its standard yet: a deviation is about something that the "
        "standard has changed, or that is gone. `curricula adopt upgrade` shows each of them.")),
    ("bilingual-versions", N_(
        "A bilingual edition shows one version in two languages. One of the two still follows an earlier version, so "
        "that its clauses would stand beside others.")),
    ("office-file import-file", N_(
        "A file cannot be imported, or only in part: it is damaged, was saved by another program without the marks of "
        "its fields, or is none of the files that this program writes.")),
    ("import-language", N_(
        "A file is in another language than its standard. Its words are translations, and belong in the catalogue.")),
    ("import-header import-hidden import-translation", N_(
        "A part of a workbook was not taken: a column that is not known, a sheet that is hidden, or words of another "
        "language than the standard's.")),
    ("import-value", N_(
        "Words in a field cannot be read as its value, or contradict another field. The old value stays, and the words "
        "wait as a comment at the end of the draft. The hint tells how the value is written.")),
    ("case-version case-form case-duplicate case-dangling case-cycle", N_(
        "A CASE package of a framework is none that can be understood: it is of another version, says something in "
        "another form than CASE has, or its items do not make a tree. Nothing is made of it; ask its owner for a "
        "correct one.")),
    ("case-kept", N_(
        "A framework of others says something that no place here is for, such as relations between its items. It is "
        "kept in the file as it was, and not read.")),
    ("import-unplaced", N_(
        "Words of a file stand where no field is. They wait as a comment at the end of the draft, and are not lost.")),
    ("import-computed", N_(
        "A cell is computed from others, such as a total, so that what was typed there is not taken. Change the values "
        "that it is computed from.")),
    ("import-conflict", N_(
        "The same place was changed in the file and in the standard since the file was made. Nothing was overwritten: "
        "a person has to choose.")),
    ("import-added import-changed import-kept import-removed import-missing", N_(
        "What an import changes in a standard, adds to it, leaves in it or takes out of it: nothing happens in "
        "silence. A template that has an empty field takes nothing out; a deleted line does.")),
    ("import-layout", N_(
        "A standard could not be changed in place, and was written anew: comments in it are lost.")),
    ("word-tracked-changes", N_(
        "A Word file has tracked changes. They are read as if all were accepted; accept or reject them, to be sure.")),
    ("word-merged-cells word-nested-table", N_(
        "Cells of a table are merged, or a table stands in a cell. To which line the words belong is nothing to guess, "
        "so they are not taken.")),
    ("word-comment word-footnote word-text-box word-hidden word-picture word-symbol word-formula word-field", N_(
        "A Word file has something that no standard has, such as a comment, a footnote, a picture or a text box. Its "
        "words are quoted, and not taken: put what matters into a paragraph or a table.")),
    ("exchange-xml exchange-strange exchange-sheet exchange-row exchange-cell exchange-memory exchange-term "
     "exchange-unknown exchange-cut", N_(
        "A file from a translation tool is none of those that this program writes, or a part of it is not understood. "
        "That part was left out; all else was taken.")),
    ("exchange-document exchange-language exchange-languages", N_(
        "A file from a translation tool is about a standard or a language that this repository does not have.")),
    ("exchange-source exchange-stale exchange-gone exchange-conflict exchange-emptied", N_(
        "A translation and its standard have gone apart since the file was handed out: source words, or the "
        "translation itself, have changed. Nothing is overwritten in silence; the finding tells what was done.")),
    ("exchange-duplicate exchange-copied exchange-shuffled exchange-markup exchange-order exchange-state", N_(
        "A unit from a translation tool stands twice, repeats its source, or has tags or segments that no text here "
        "has. The finding tells whether it was taken.")),
    ("verify-unreadable verify-not-zip verify-damaged verify-truncated verify-encrypted verify-compressed "
     "verify-checksum verify-limit", N_(
        "A package cannot be read as a whole: it is damaged or cut off, or is no package. Get it anew from its "
        "publisher.")),
    ("verify-mimetype verify-order verify-form verify-name verify-link verify-duplicate verify-foreign-bytes "
     "verify-canonical", N_(
        "A package is not built as this program builds it. Its content may be unchanged, but that cannot be taken "
        "for granted.")),
    ("verify-unsealed verify-unchecked verify-untrusted verify-weak verify-algorithm verify-expired", N_(
        "A signature proves who made a file only to those who trust the authority behind its certificate: give that "
        "authority's root certificate. The finding tells what is lacking; the file itself is as it was signed.")),
    ("verify-seal verify-signature verify-stamp verify-called verify-rebuilt", N_(
        "A file is not the one that was sealed or signed, or not the one its name says. Get it anew from its "
        "publisher.")),
    ("verify-missing verify-extra verify-size verify-hash verify-unknown-file verify-manifest verify-disagrees "
     "verify-language verify-xml verify-schema verify-collection", N_(
        "A package has other files, or other content, than its publisher has put into it: it was changed, or put "
        "together by hand. Get it anew from its publisher.")),
    ("channel-published channel-draft channel-name channel-address channel-expires", N_(
        "Something cannot be published as it is, or not for long. What was published before stays; do first what the "
        "hint tells.")),
    ("channel-rollback channel-frozen channel-signature channel-mixed channel-unreadable channel-unproven", N_(
        "A channel does not offer what its publisher has published last: somebody stands in between, or the publisher "
        "has not renewed it. Nothing is taken until it is in order again.")),
)


def meanings() -> Mapping[str, str]:
    """What each code means, as a template without arguments."""
    return {code: words for codes, words in _MEANINGS for code in codes.split()}
