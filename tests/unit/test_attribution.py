"""Attribution over whole documents: carry-over, resolution, who governs a sentence."""

import time

import pytest

from conflict_timeline.attribution import find_attributions, governing_speakers, speaker_of
from conflict_timeline.attribution.quotations import find_quotations
from conflict_timeline.sentences import split_sentences


def read(text: str, *, outlet: str | None = None):
    """Return (sentence, speaker as resolved or None) for each sentence of the text."""
    sentences = split_sentences(text)
    attributions = find_attributions(text, sentences, outlet=outlet)
    governing = governing_speakers(sentences, attributions)
    return [
        (sentence.text, (found.resolved or found.speaker) if found else None)
        for sentence, found in zip(sentences, governing, strict=True)
    ]


def speakers(text: str, *, outlet: str | None = None) -> list[str | None]:
    return [speaker for _, speaker in read(text, outlet=outlet)]


CARRIED = {
    "quotation-before-its-clause": (
        "“The dam broke at dawn. We ran to the hills,” farmer Tom Baker said.",
        ["Tom Baker", "Tom Baker"],
    ),
    "quotation-behind-its-clause": (
        "“The dam broke at dawn,” farmer Tom Baker said. “We ran to the hills.”",
        ["Tom Baker", "Tom Baker"],
    ),
    "lead-in-sentence": (
        "Farmer Tom Baker spoke to reporters. “The dam broke at dawn. We ran,” he said.",
        [None, "Tom Baker", "Tom Baker"],
    ),
    "next-paragraph": (
        "Farmer Tom Baker said the dam broke at dawn.\n\n“We ran to the hills and waited.”",
        ["Tom Baker", "Tom Baker"],
    ),
    "colon": (
        "The water board said:\n\nAll valves will be closed on Monday.",
        ["water board", "water board"],
    ),
    "dash-dialogue-goes-on": (
        "- The dam will break - said farmer Tom Baker. - Nobody will be safe. We will leave.",
        ["Tom Baker", "Tom Baker", "Tom Baker"],
    ),
    "doubled-single-marks": (
        "``The dam broke. We ran to the hills,'' said Tom Baker.",
        ["Tom Baker", "Tom Baker"],
    ),
    "told-by-another": (
        "Tom Baker said he had been told by a guard that it rained.\n\n“We ran to the hills.”",
        ["Tom Baker", "Tom Baker"],
    ),
    "dash-dialogue": (
        "- The dam will break. Nobody will be safe - said farmer Tom Baker.",
        ["Tom Baker", "Tom Baker"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CARRIED.values(), ids=CARRIED.keys())
def test_attribution_carries_over_quotations(text, expected):
    assert speakers(text) == expected


RESOLVED = {
    "surname": ("Farmer Tom Baker lost his barn. Baker said the wind took it.", "Tom Baker"),
    "name-given-later": ("Baker said the wind took it. Farmer Tom Baker lost his barn.", None),
    "role-named-before": (
        "Mayor Ada Novak visited the camp. The mayor said tents would follow.",
        "Ada Novak",
    ),
    "role-named-behind": (
        "Ada Novak, the mayor of Springfield, visited the camp. The mayor said tents would follow.",
        "Ada Novak",
    ),
    "pronoun": ("Mayor Ada Novak visited the camp. She said tents would follow.", "Ada Novak"),
    "ministry": (
        "Norway's defence ministry said ships had sailed. The ministry said more would follow.",
        "Norway's defence ministry",
    ),
    "it": (
        "Norway's defence ministry said ships had sailed. More would follow, it added.",
        "Norway's defence ministry",
    ),
    "statement": (
        "Norway's defence ministry said ships had sailed. More would follow, the statement said.",
        "Norway's defence ministry",
    ),
    "portfolio": (
        "Ministers met. Secretary of State Ada Novak said talks would resume.",
        "Ada Novak",
    ),
    "name-behind-role": (
        "Ministers met. A separate spokesman, Ivan Petrov, said talks would resume.",
        "Ivan Petrov",
    ),
    "split-name": (
        "Ministers met. Talks will resume, union spokesman Pavel said on Monday. Novak.",
        "Pavel Novak",
    ),
    "office-of-a-country": (
        "French President Ada Novak met Italian President Ivan Rossi. "
        "The French president said talks would resume.",
        "Ada Novak",
    ),
    "committee-is-no-person": (
        "Ministers met. The Committee to Protect Rivers said fish had died.",
        "Committee to Protect Rivers",
    ),
    "watchdog-is-no-verb": ("Ministers met. Forest Watch said fires had spread.", "Forest Watch"),
}


@pytest.mark.parametrize(("text", "expected"), RESOLVED.values(), ids=RESOLVED.keys())
def test_attribution_resolves_the_source(text, expected):
    found = speakers(text)
    if expected is None:
        assert found[0] == "Tom Baker"
    else:
        assert found[1] == expected


WENT_BACK = {
    "ministry-is-no-plural": (
        "Residents reported floods in Springfield. The defence ministry denied opening the dam.",
        "defence ministry",
    ),
    "company-is-no-union": (
        "A pilots' union said two jets had landed. All flights were full, the company said.",
        "company",
    ),
    "council-is-no-ministry": (
        "Norway's defence ministry denied it. Two boats had sunk, the city council said.",
        "city council",
    ),
    "other-ministry": (
        "The foreign ministry met envoys, the foreign ministry said. The defence ministry said no.",
        "defence ministry",
    ),
    "group-is-the-subject-before": (
        "Amnesty International named ten. The group said more would follow.",
        "Amnesty International",
    ),
    "alliance-goes-back": (
        "NATO said no jet had landed. We hit no dam, the alliance said.",
        "NATO",
    ),
    "governor-is-no-mayor": (
        "A dam broke, the regional governor, Adam Novak, said. The road is shut, the mayor said.",
        "mayor",
    ),
    "watchdog-goes-back": (
        "Human Rights Watch said ten were held. The group said more would follow.",
        "Human Rights Watch",
    ),
    "short-name-of-a-body": (
        "The Nordic Observatory for Rivers said fish had died. The Observatory said why.",
        "Nordic Observatory for Rivers",
    ),
    "it-is-the-subject-before": (
        "Two drivers said they were lost. The navy did not comment. It has said the sea is calm.",
        "navy",
    ),
    "it-is-a-country": ("Norway denied the report. It says no ship has sailed.", "Norway"),
    "it-is-the-document-just-named": (
        "The navy said no. Ada Novak then signed a letter. It states: “The dam is old and weak.”",
        "letter",
    ),
    "it-is-no-person": ("Ada Novak said no. It said yes.", "It"),
    "they-of-the-same-sentence": (
        "The navy said no. Norwegian diplomats gave another account: ships had sailed, they said.",
        "Norwegian diplomats",
    ),
    "he-goes-on": (
        "Tom Baker said the wind rose. Nobody slept with Ivan Petrov there. He added it was cold.",
        "Tom Baker",
    ),
    "him-is-the-last-speaker": (
        "Tom Baker said Pavel Horak had fled to Ivan Petrov. According to him, Horak is ill.",
        "Tom Baker",
    ),
    "country-is-no-surname": (
        "Norway Leaves Denmark\n\nTom Baker, of the union, said so. Denmark says it is sorry.",
        "Denmark",
    ),
    "office-of-who-spoke": (
        "President Ada Novak spoke of President Ivan Rossi. Novak said: “President Rossi lied.” "
        "The president said she would not go.",
        "Ada Novak",
    ),
    "office-of-another-country": (
        "Russian President Ivan Petrov spoke. It rained, the US president noted.",
        "US president",
    ),
    "titled-name-alone": ("Pope Ivan spoke. He said rain would come.", "Ivan"),
    "opponents-are-not-the-president": (
        "It rained. Opponents of Norwegian President Ada Novak said the dam was old.",
        "Opponents of Norwegian President Ada Novak",
    ),
    "spokesman-is-not-the-president": (
        "It rained. A spokesman for President Ada Novak said the dam was old.",
        "spokesman for President Ada Novak",
    ),
    "name-behind-a-long-office": (
        "It rained. The secretary of the Security Council of Norway Ada Novak said so.",
        "Ada Novak",
    ),
    "official-familiar-with": (
        "President Ada Novak fled. A Danish official familiar with the dam said so. "
        "It was old, the official said.",
        "Danish official familiar with the dam",
    ),
    "leader-of-a-country": (
        "Norwegian President Ada Novak met Danish President Ivan Petrov. "
        "The Norwegian leader said talks went on.",
        "Ada Novak",
    ),
    "armed-group-is-no-observatory": (
        "The Nordic Observatory said ten died. The armed group denied it.",
        "armed group",
    ),
    "monitoring-group-is-an-observatory": (
        "The Nordic Observatory said ten died. The monitoring group knew their names, it said.",
        "Nordic Observatory",
    ),
    "he-is-a-ministry-in-translations": (
        "Ada Novak fled. The union said no. The bank said no. The Danish ministry said the dam "
        "held. He stressed that it was old.",
        "Danish ministry",
    ),
    "name-that-opens-as-a-particle": (
        "It rained. Norwegian Defence Secretary Ben Novak said so.",
        "Ben Novak",
    ),
    "they-is-no-named-person": ("Ada Novak said no. They said yes.", "They"),
    "nameless-officer": (
        "Captain Tom Baker spoke. A navy captain said it rained. The captain said it was cold.",
        "navy captain",
    ),
    "office-in-an-apposition": (
        "Ivan Petrov, the Finnish prime minister, spoke. The Finnish minister said it rained.",
        "Ivan Petrov",
    ),
    "two-are-not-the-second": (
        "Banks met. Banks such as Roe Brothers and Jim Petrov Partners said they would stay.",
        "Roe Brothers and Jim Petrov Partners",
    ),
    "subject-behind-an-opening-clause": (
        "Tom Baker said no. With the river now higher than it had been in any of the last twenty "
        "winters of the whole country, Mayor Ada Novak asked for help. “We need boats and food "
        "for all,” she said.",
        "Ada Novak",
    ),
    "inner-speaker-is-not-the-last": (
        "According to the head of the board, Tom Baker hesitated, hoping that rain would come. "
        "It was late, the head said.",
        "head of the board",
    ),
    "said-before-a-clause-of-a-name": ("It rained. Ada Novak said Baker resigned.", "Ada Novak"),
    "body-named-in-the-same-sentence": (
        "It rained. A depot of the Blue Crescent burned, the organisation said.",
        "Blue Crescent",
    ),
    "it-is-that-body": (
        "A depot of the Blue Crescent burned, the organisation said. It said nobody was hurt.",
        "Blue Crescent",
    ),
    "lone-name-with-who": (
        "Mayor Ada Novak said no. Olena, who lives nearby, said it rained. It was cold, she said.",
        "Olena",
    ),
    "sister-by-her-first-name": (
        "Mayor Tom Baker said no. The clerk died; his sister, Olena, wrote that it was cold.",
        "Olena",
    ),
    "they-add-who-spoke-before": (
        "Harbour officials say the dam is lost. Residents are searched at the gate, they add.",
        "Harbour officials",
    ),
}


@pytest.mark.parametrize(("text", "expected"), WENT_BACK.values(), ids=WENT_BACK.keys())
def test_attribution_goes_back_to_its_kind_only(text, expected):
    assert speakers(text)[-1] == expected


GOVERNED = {
    "strikes-are-no-speaker": ("Strikes on Norway condemned in Oslo again on Monday.", None),
    "identify-themselves": ("They identify themselves as Ivan and Pavel.", None),
    "identified-as": ("The mayor identified the dead man as Ivan Petrov.", "mayor"),
    "toll-updated": (
        "The fire service meanwhile updated to 18 its toll of the flood.",
        "fire service",
    ),
    "toll-put-at": ("Norway put the number of dead at ten.", "Norway"),
    "did-not-rule-out": (
        "Asked about it, one official did not rule out using boats.",
        "one official",
    ),
    "called-for": ("Novak, however, called for greater investment in dams.", "Novak"),
    "points-out": ("While the dam holds, Novak points out that it is old.", "Novak"),
    "notes-at-the-end": ("The dam is another step away from coal, Novak notes.", "Novak"),
    "quotation-of-two-sentences": (
        "“The water rose and we had nowhere to go,” Ada Novak commented on July 20.",
        "Ada Novak",
    ),
    "apposition-behind-a-place": (
        "Norway’s ambassador in London, Ada Novak, suggested to reporters that it would rain.",
        "Ada Novak",
    ),
    "name-of-a-state": (
        "Senator Ada Novak of South Carolina told reporters that it would rain.",
        "Ada Novak",
    ),
    "issued-is-a-verb": (
        "Prosecutor Ada Novak issued a statement saying it was over.",
        "Ada Novak",
    ),
    "condition": ("Novak is convinced that if Petrov thinks the dam is weak, he will wait.", None),
    "deal-in-which": ("It was a deal in which two countries vowed to share water.", None),
    "nobody-confirms": ("At this moment none of the reports confirms that the dam is weak.", None),
    "event-is-no-speaker": ("Gunfire reported near the port stopped by noon.", None),
    "attack-began": ("The minister left as the attack began.", None),
    "something-denied": ("They accuse Norway of theft, something Norway has denied.", "Norway"),
    "of-defence-is-no-place": (
        "On Saturday, the Deputy Minister of Defence, Ada Novak, described reports as wrong.",
        "Ada Novak",
    ),
    "written-by": (
        "The bank has now cut all words of doubt about the old dam from reports written by staff.",
        None,
    ),
    "approved-by": ("It is understood to mean news not approved by the navy.", None),
    "adding-fuel": ("Thousands of youths marched again, adding fuel to the fire.", None),
    "observed-no": ("Petrov observed no change in the river.", None),
    "main-clause-behind-another": (
        "After the flood had closed the only road to the port, the governor said help was near.",
        "governor",
    ),
    "told-by-guards-to-wait": (
        "The march stopped when people were told by guards to wait, according to Ada Novak.",
        "Ada Novak",
    ),
    "who-called-it-in-passing": (
        "Governor Ada Novak, who on Friday called the dam “a sad joke”, is due in Oslo on Monday.",
        None,
    ),
    "accused-speaks": (
        "The club, which Norway accuses of fraud, said it would sell the field.",
        "club",
    ),
    "which-they-accuse": (
        "The mayor gave a medal on Monday to the club, which Norway accuses of fraud at the gate.",
        None,
    ),
    "order-is-no-saying": ("The governor imposed a curfew on Friday.", None),
    "relative-clause": (
        "The bridge that the governor, who said he was ill, opened in May has been closed again.",
        None,
    ),
    "not-said": ("The ministry has not said when the bridge will open.", None),
    "outer-speaker": ("The minister said the army had denied the report.", "minister"),
    "leading-quotation": (
        "“It must stop,” Ada Novak said, a day after the regional council had voted for a ban.",
        "Ada Novak",
    ),
    "closing-time": ("The road to the port was closed again, the mayor said this week.", "mayor"),
    "copy-without-commas": (
        "The road to the port was closed again a local official said.",
        "local official",
    ),
    "state-television": ("The road is open, according to state television.", "state television"),
    "toll-is-no-claim": ("The flood has claimed 40 lives.", None),
    "put-the-toll": ("Novak had earlier put the toll at nine dead.", "Novak"),
    "ministry-claims": (
        "The army has taken the region, its defence ministry claims.",
        "its defence ministry",
    ),
    "images-taken-show": (
        "Satellite images taken by Sky Labs on Tuesday show several helicopters on fire.",
        "Satellite images taken by Sky Labs",
    ),
    "recorded-deaths": ("The Harbour Union has recorded 816 civilian deaths.", "Harbour Union"),
    "alert-is-no-toll": ("Northern troops were put on alert near the total.", None),
    "pledge-beside": ("Premier Ivo Novak visited Arun last week, pledging to send arms.", None),
    "called-it-in-quotes": ("Ivo Novak called the claim “absolutely false.”", "Ivo Novak"),
    "called-somebody": ("The group called the army to help.", None),
    "what-it-called": ("Talks went on after what Ivo Novak called a “pause”.", None),
    "asked-about": ("Novak, asked about the raid on Arun, said the house was empty.", "Novak"),
    "video-verified": (
        "Dash-cam video verified by the Courier shows at least six shells falling.",
        "Dash-cam video verified by the Courier",
    ),
    "lives-are-no-claim": ("The war in the hills has claimed the lives of 40 people.", None),
    "negation-of-the-clause-before": (
        "The road is not open, said a driver who asked not to be named.",
        "driver who asked not to be named",
    ),
    "medium-is-no-agent": ("The road is open, the mayor said by telephone.", "mayor"),
    "announced-object": (
        "Ada Novak, the minister, announced the opening of a school in Oslo.",
        "Ada Novak",
    ),
    "state-is-no-verb": ("Northern state TV said the bridge was shut.", "Northern state TV"),
    "glued-heading": (
        "Fire in Arun Also on Monday Northern state TV reported a bus had burned.",
        "Northern state TV",
    ),
    "comma-of-a-number": ("About 2,000 residents said the dam leaked.", "About 2,000 residents"),
    "body-behind-a-place": (
        "Two boats sank near Arun, Harbour Radio reported.",
        "Harbour Radio",
    ),
    "one-of-them": ("Nine were hurt, one of them told the Courier.", "one of them"),
    "insertion-with-a-comma": (
        "Novak, in a video call with more than 200 mayors on Monday, pleaded for tents.",
        "Novak",
    ),
    "said-what-follows": (
        "Rescuers interviewed by the Courier said the dam on the river held.",
        "Rescuers interviewed by the Courier",
    ),
    "passed-on": (
        "The dam held, the mayor posted on Facebook, the Harbour agency reports.",
        "mayor",
    ),
    "pronoun-of-the-clause": (
        "The van burned, a driver who was in it recounted.",
        "driver who was in it",
    ),
    "possessive-behind-a-place": (
        "The dam, the largest in Norway, Oslo's water board said, will hold.",
        "Oslo's water board",
    ),
    "video-posted": ("A video posted on Facebook made people laugh.", None),
    "warning-shots": ("Guards fired warning shots over the heads of the crowd.", None),
    "first-person": ("I think the bridge is safe.", None),
    "cue-inside-quotation": ("A banner read “the king said no”.", None),
}


@pytest.mark.parametrize(("text", "expected"), GOVERNED.values(), ids=GOVERNED.keys())
def test_attribution_governs_a_sentence(text, expected):
    assert speakers(text) == [expected]


LOCAL = {
    "place-of-the-office": (
        "The governor of Oslo, Ada Novak, said it rained. Bergen governor Tom Baker said it froze. "
        "In Oslo, five roads were closed, the governor said.",
        "Ada Novak",
    ),
    "place-of-the-mention": (
        "In Oslo, Governor Ada Novak said it rained. In Bergen, Governor Tom Baker said it snowed. "
        "Five roads were closed in Oslo, the governor said.",
        "Ada Novak",
    ),
    "office-with-its-place": (
        "Ada Novak, mayor of Oslo, said it rained. Bergen mayor Tom Baker said it snowed. "
        "The mayor of Oslo said five roads were closed.",
        "Ada Novak",
    ),
    "mayor-of-elsewhere": (
        "Oslo mayor Ada Novak said it rained. In Bergen, five roads were closed, the mayor said.",
        "mayor",
    ),
    "governor-of-elsewhere": (
        "Governor Ada Novak said it rained. It snowed in the Bergen region, the governor said.",
        "governor",
    ),
    "nowhere-named": (
        "Bergen mayor Tom Baker said it snowed. Oslo mayor Ada Novak said it rained. "
        "Five roads were closed, the mayor said.",
        "Ada Novak",
    ),
}


@pytest.mark.parametrize(("text", "expected"), LOCAL.values(), ids=LOCAL.keys())
def test_attribution_knows_officials_by_their_place(text, expected):
    assert speakers(text)[-1] == expected


def test_attribution_ends_at_a_semicolon_before_another_speaker():
    text = "The mayor said the dam held; later Ivo Novak said it leaked."
    found = find_attributions(text, split_sentences(text))
    assert [text[start:end] for start, end in found[0].content] == ["the dam held"]


def test_attribution_knows_that_every_town_has_a_mayor():
    text = (
        "The town's mayor said on Sunday that the road was shut. In Arun a blast hit the airport, "
        "mayor Ivo Novak said."
    )
    assert speakers(text) == ["town's mayor", "Ivo Novak"]


def test_attribution_tells_he_from_she():
    text = (
        "Spokeswoman Ada Novak said the dam held. Spokesman Ivan Petrov said it leaked. "
        "Nobody was hurt, she said."
    )
    assert speakers(text) == ["Ada Novak", "Ivan Petrov", "Ada Novak"]


def test_attribution_keeps_who_passed_the_words_on():
    text = "“The valley is safe,” Tom Baker told the council, according to the water board."
    found = speaker_of(0, len(text), find_attributions(text, split_sentences(text)))
    assert found is not None
    assert (found.speaker, found.via) == ("Tom Baker", "water board")


OBSERVED = {
    "pictures": ("Footage from the square shows a burnt bus.", None, True),
    "crew-of-known-outlet": ("A Reuters reporter saw three burnt buses.", None, True),
    "crews-of-this-outlet": ("Courier teams heard two loud blasts.", "Courier", True),
    "crew-of-this-outlet": ("A Courier team saw three burnt buses.", "Courier", True),
    "pictures-checked": ("Images analysed by the paper confirmed the damage.", None, True),
    "pictures-behind-in": ("The blast was captured in footage shared online.", None, True),
    "spokesman": ("A spokesman said three buses had burnt.", None, False),
}


@pytest.mark.parametrize(("text", "outlet", "seen"), OBSERVED.values(), ids=OBSERVED.keys())
def test_attribution_tells_eyes_from_mouths(text, outlet, seen):
    found = find_attributions(text, split_sentences(text), outlet=outlet)
    assert [attribution.observed for attribution in found] == [seen]


def test_attribution_names_nobody_only_when_asked():
    text = "Two villages were reportedly abandoned."
    sentences = split_sentences(text)
    assert find_attributions(text, sentences) == []
    [hearsay] = find_attributions(text, sentences, anonymous=True)
    assert (hearsay.speaker, hearsay.source) == ("", ())


def test_attribution_spans_slice_back():
    text = "Mayor Ada Novak, who lives nearby, said on Monday: “It burnt.” “All of it,” she added."
    for found in find_attributions(text, split_sentences(text)):
        for start, end in (*found.source, *found.cue, *found.content):
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“One,” he said. “Two.”", ["“One,”", "“Two.”"]),
        ('"One," he said. "Two."', ['"One,"', '"Two."']),
        ("``One,'' he said.", ["``One,''"]),
        ("“Wrong way round“ he said.", ["“Wrong way round“"]),
        ("weak”. He left", []),
        ("“Never closed here\nNext line", ["“Never closed here"]),
        ("‘The road is open,’ she said. It’s closed.", ["‘The road is open,’"]),
    ],
)
def test_quotations_pair_their_marks(text, expected):
    found = find_quotations(text)
    spans = zip(found.starts, found.ends, strict=True)
    assert [text[start:end] for start, end in spans] == expected


@pytest.mark.parametrize(
    "unit",
    [
        "he said, ",
        '"a," said b. ',
        "according to ",
        "He said. ",
        "“a ",
        "'a b. ",
        "\ud800 said ",
        "\0",
    ],
)
def test_attribution_cost_is_linear_on_odd_text(unit):
    text = unit * (30_000 // len(unit))
    began = time.process_time()
    find_attributions(text, split_sentences(text), anonymous=True)
    assert time.process_time() - began < 3


def test_attribution_text_may_break_off_behind_a_comma():
    assert speakers("The ministry, which said the bridge had been mined,") == ["ministry"]
