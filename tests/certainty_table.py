"""Whether it happened, who is meant, and when: the second part of `extract_table.py`, written alike."""

# ruff: noqa: E501 - a row of the table is one line
# fmt: off
from __future__ import annotations

Row = tuple[str, list[str]]

FACTUALITY: list[Row] = [
    ("Macron plans to phone Zelensky on Monday.", ["Call Planned 2025-07-07: participant Emmanuel Macron, Volodymyr Zelensky"]),
    ("Scholz refused to call Putin.", ["Call Negated: participant Olaf Scholz, Vladimir Putin"]),
    ("Trump may speak with Xi Jinping by phone next week.", ["Call Possible 2025-07-07..2025-07-13: participant Donald Trump, Xi Jinping"]),
    ("Trump did not call Zelensky.", ["Call Negated: participant Donald Trump, Volodymyr Zelensky"]),
    ("Putin did not speak by phone with Scholz.", ["Call Negated: participant Olaf Scholz, Vladimir Putin"]),
    ("Trump will hold a phone call with Xi Jinping on Friday.", ["Call Planned 2025-07-11: participant Donald Trump, Xi Jinping"]),
    ("Modi will meet Trump in Washington next month.", ["Meeting Planned 2025-08-01..2025-08-31: participant Donald Trump, Narendra Modi; place Washington, D.C."]),
    ("The summit of Joe Biden and Xi Jinping in San Francisco was cancelled.", ["Meeting Halted: participant Joe Biden, Xi Jinping; place San Francisco"]),
    ("Erdogan's meeting with Assad was postponed.", ["Meeting Halted: participant Bashar al-Assad, Recep Tayyip Erdoğan"]),
    ("The planned meeting between Trump and Putin in Budapest was cancelled.", ["Meeting Halted: participant Donald Trump, Vladimir Putin; place Budapest"]),
    ("Zelensky wants to meet Putin.", ["Meeting Possible: participant Vladimir Putin, Volodymyr Zelensky"]),
    ("Zelensky's possible visit to Seoul was discussed.", ["Meeting Possible: participant Volodymyr Zelensky; place Seoul"]),
    ("Serbia suspended its negotiations with Kosovo.", ["Negotiation Halted: participant Kosovo, Serbia"]),
    ("Russia will not hold talks with Ukraine.", ["Negotiation Negated: participant Russia, Ukraine"]),
    ("Colombia may resume talks with the ELN.", ["Negotiation Possible: participant Colombia, ELN"]),
    ("Morocco and Algeria are not negotiating.", ["Negotiation Negated: participant Algeria, Morocco"]),
    ("The United Nations called for talks between Sudan and Chad.", ["Negotiation Possible: participant Chad, Sudan"]),
    ("China urged India and Pakistan to hold talks.", ["Negotiation Possible: participant India, Pakistan"]),
    ("If Iran attacks Israel, Washington will respond.", ["Strike Possible: attacker Iran; target Israel"]),
    ("Iran threatened to attack Israel.", ["Strike Possible: attacker Iran; target Israel"]),
    ("Israel considered striking Iran.", ["Strike Possible: attacker Israel; target Iran"]),
    ("North Korea never attacked Japan.", ["Strike Negated: attacker North Korea; target Japan"]),
    ("Russia stopped attacking Kherson.", ["Strike Halted: attacker Russia; target Kherson"]),
    ("France has not attacked Niger.", ["Strike Negated: attacker France; target Niger"]),
    ("Ethiopia may invade Eritrea.", ["Strike Possible: attacker Ethiopia; target Eritrea"]),
    ("Syria's shelling of Idlib stopped.", ["Strike Halted: attacker Syria; target Idlib"]),
    ("Washington will supply Taiwan with F-16 jets.", ["Transfer Planned: item F-16; recipient Taiwan; supplier United States"]),
    ("Berlin may send Taurus missiles to Ukraine.", ["Transfer Possible: item Taurus; recipient Ukraine; supplier Germany"]),
    ("The delivery of F-16 jets to Turkey has been suspended.", ["Transfer Halted: item F-16; recipient Turkey"]),
    ("China denied supplying Russia with drones.", ["Transfer Negated: item drone; recipient Russia; supplier China"]),
    ("The U.S. has decided to send ATACMS missiles to Ukraine.", ["Transfer Planned: item ATACMS; recipient Ukraine; supplier United States"]),
    ("Poland promised to deliver MiG-29 jets to Ukraine.", ["Transfer Planned: item MiG-29; recipient Ukraine; supplier Poland"]),
    ("Canada halted arms sales to Israel.", ["Transfer Halted: recipient Israel; supplier Canada"]),
    ("Spain ruled out sending troops to Ukraine and refused to sell ammunition to Israel.", ["Transfer Negated: item ammunition; recipient Israel; supplier Spain"]),
    ("The United States pledged ATACMS missiles to Romania.", ["Transfer Planned: item ATACMS; recipient Romania; supplier United States"]),
    ("Israel refused to send Iron Dome to Ukraine.", ["Transfer Negated: item Iron Dome; recipient Ukraine; supplier Israel"]),
    ("If Germany delivers Taurus missiles to Ukraine, Moscow will respond.", ["Transfer Possible: item Taurus; recipient Ukraine; supplier Germany"]),
    ("Austria will not send weapons to Ukraine.", ["Transfer Negated: goods weapons; recipient Ukraine; supplier Austria"]),
    ("The possible delivery of Taurus missiles to Ukraine was discussed.", ["Transfer Possible: item Taurus; recipient Ukraine"]),
    ("Sanctions against Venezuela were lifted by the United States.", ["Sanction Halted: imposer United States; sanctioned Venezuela"]),
    ("London has not imposed sanctions on Georgia.", ["Sanction Negated: imposer United Kingdom; sanctioned Georgia"]),
    ("The EU may impose sanctions on Israel.", ["Sanction Possible: imposer European Union; sanctioned Israel"]),
    ("Without sanctions on Russia, peace is unlikely.", ["Sanction Negated: sanctioned Russia"]),
    ("The EU's sanctions against Iran were suspended.", ["Sanction Halted: imposer European Union; sanctioned Iran"]),
    ("Ottawa threatened to impose sanctions on Israel.", ["Sanction Possible: imposer Canada; sanctioned Israel"]),
    ("Beijing lifted its sanctions on Lithuania.", ["Sanction Halted: imposer China; sanctioned Lithuania"]),
    ("New Zealand will impose sanctions on Iran.", ["Sanction Planned: imposer New Zealand; sanctioned Iran"]),
    ("Brazil opposes sanctions against Venezuela.", ["Sanction Negated: imposer Brazil; sanctioned Venezuela"]),
    ("Iceland called for sanctions against Israel.", ["Sanction Possible: sanctioned Israel"]),
    ("Israel rejected a ceasefire with Hezbollah.", ["Agreement Negated: participant Hezbollah, Israel"]),
    ("Israel and Hamas may reach a ceasefire.", ["Agreement Possible: participant Hamas, Israel"]),
    ("Niger suspended its agreement with the EU.", ["Agreement Halted: participant European Union, Niger"]),
    ("France hopes to host talks between Israel and Lebanon.", ["Negotiation Possible: participant France, Israel, Lebanon"]),
    ("Washington's decision to impose sanctions on India was criticized.", ["Sanction Planned: imposer United States; sanctioned India"]),
    ("Ethiopia's deal with Somalia collapsed.", ["Agreement Halted: participant Ethiopia, Somalia"]),
    ("The truce between Israel and Hezbollah collapsed.", ["Agreement Halted: participant Hezbollah, Israel"]),
]

COREFERENCE: list[Row] = [
    ("Macron met Scholz in Berlin on Monday. The two leaders later phoned Zelensky.", ["Meeting Actual 2025-06-30: participant Emmanuel Macron, Olaf Scholz; place Berlin", "Call Actual: participant Emmanuel Macron, Olaf Scholz, Volodymyr Zelensky"]),
    ("Zelensky arrived in Paris. He met Macron on Friday.", ["Meeting Actual 2025-07-04: participant Emmanuel Macron, Volodymyr Zelensky"]),
    ("Joe Biden and Volodymyr Zelensky are in Rome. The Ukrainian president met Giorgia Meloni.", ["Meeting Actual: participant Giorgia Meloni, Volodymyr Zelensky"]),
    ("Sergei Lavrov met his Iranian counterpart, Abbas Araghchi, in Moscow.", ["Meeting Actual: participant Abbas Araghchi, Sergei Lavrov; place Moscow"]),
    ("Abbas Araghchi was in Moscow. Lavrov met his Iranian counterpart on Friday.", ["Meeting Actual 2025-07-04: participant Abbas Araghchi, Sergei Lavrov"]),
    ("Syria and Turkey are neighbours. They held talks in Ankara.", ["Negotiation Actual: participant Syria, Turkey; place Ankara"]),
    ("Merz phoned Trump. He also called Macron.", ["Call Actual: participant Donald Trump, Friedrich Merz", "Call Actual: participant Emmanuel Macron, Friedrich Merz"]),
    ("Germany and Poland held talks. They signed a treaty in Warsaw.", ["Negotiation Actual: participant Germany, Poland", "Agreement Actual: participant Germany, Poland; place Warsaw"]),
    ("Trump phoned Putin on Thursday. The call lasted an hour.", ["Call Actual 2025-07-03: duration PT1H; participant Donald Trump, Vladimir Putin"]),
    ("Israel struck Gaza. The strikes killed ten people.", ["Strike Actual: attacker Israel; target Gaza Strip"]),
    ("Nigeria bombed Niger on Monday, and Chad condemned the attack.", ["Strike Actual 2025-06-30: attacker Nigeria; target Niger"]),
]

DATES: list[Row] = [
    ("Yesterday Saudi Arabia struck Sanaa.", ["Strike Actual 2025-07-04: attacker Saudi Arabia; target Sanaa"]),
    ("Saudi Arabia struck Sanaa two days ago.", ["Strike Actual 2025-07-03: attacker Saudi Arabia; target Sanaa"]),
    ("Iraq shelled Kuwait in 1990.", ["Strike Actual 1990-01-01..1990-12-31: attacker Iraq; target Kuwait"]),
    ("Iraq shelled Kuwait last week.", ["Strike Actual 2025-06-23..2025-06-29: attacker Iraq; target Kuwait"]),
    ("Iraq shelled Kuwait overnight.", ["Strike Actual 2025-07-04..2025-07-05: attacker Iraq; target Kuwait"]),
    ("Iraq shelled Kuwait on the morning of 3 July.", ["Strike Actual 2025-07-03: attacker Iraq; target Kuwait"]),
    ("Iraq shelled Kuwait from June 1 to June 10.", ["Strike Actual 2025-06-01..2025-06-10: attacker Iraq; target Kuwait"]),
    ("Azerbaijan bombarded Stepanakert in September 2023.", ["Strike Actual 2023-09-01..2023-09-30: attacker Azerbaijan; target Stepanakert"]),
    ("Iran's attack on Israel in April 2024 failed.", ["Strike Actual 2024-04-01..2024-04-30: attacker Iran; target Israel"]),
    ("Peace negotiations between Colombia and the ELN were suspended in January 2025.", ["Negotiation Halted 2025-01-01..2025-01-31: participant Colombia, ELN"]),
    ("Lula da Silva might visit Moscow in October.", ["Meeting Possible 2025-10-01..2025-10-31: participant Luiz Inácio Lula da Silva; place Moscow"]),
]

TABLE = {
    "factuality": FACTUALITY,
    "coreference": COREFERENCE,
    "dates": DATES,
}

# Known gaps by cause.
GAPS: dict[str, list[str]] = {
    "parse: the object of an infinitive is taken for the subject of the sentence": [
        "Washington's decision to impose sanctions on India was criticized.",
    ],
    "when: a month without a year under might, may, could is the next one, as under will": [
        "Lula da Silva might visit Moscow in October.",
    ],
}
