"""The SQL of the questions that the store asks its database."""

from __future__ import annotations

EVIDENCE_TYPES = """
select icb, list(distinct kind) from spoken where $year::varchar is null or year = $year group by icb
"""

BOARDS_MENTIONING = """
select distinct f.icb from words w join finding f on f.place = w.place
where contains(w.text, $text) and ($year::varchar is null or f.year = $year) and f.icb is not null
  and list_contains($voices::varchar[], f.kind)
"""

MATRIX_CELLS = """
select icb, aim, year, rating, findings, nothing, heard, later, laid from matrix
where ($year::varchar is null or year = $year) and ($icb::varchar is null or icb = $icb)
order by icb_place, aim_place, year
"""

CELLS = """
select icb, aim, year, rating, findings, nothing, heard, later, laid from cell($voices::varchar[])
where ($year::varchar is null or year = $year) and ($icb::varchar is null or icb = $icb)
order by icb_place, aim_place, year
"""

FINDINGS_BY_YEAR = """
select icb, aim, year, sum(findings)::integer from spoken
where aim is not null and (len($kinds::varchar[]) = 0 or list_contains($kinds::varchar[], kind))
group by all order by icb, aim, year
"""

AIM_COVERAGE = """
with known as (
    select a.id as aim, a.place, y.id as year, count(c.icb) as base, count(rating) as rated,
        count(*) filter (findings > 0) as spoken, coalesce(sum(findings), 0)::integer as findings,
        count(*) filter (nothing = 'not-mentioned') as not_mentioned,
        count(*) filter (nothing = 'said-nationally') as said_nationally
    from aim a cross join year y left join (
        select c.* from cell($voices::varchar[]) c join being b on b.icb = c.icb and b.year = c.year
        where $icbs::varchar[] is null or list_contains($icbs::varchar[], c.icb)
    ) c on c.aim = a.id and c.year = y.id
    group by all
),
whole as (
    select null as aim, count(*) over () as place, y.id as year, count(distinct b.icb) as base, 0 as rated,
        count(distinct f.icb) as spoken, count(f.id) as findings, 0 as not_mentioned, 0 as said_nationally
    from year y
    left join being b on b.year = y.id and ($icbs::varchar[] is null or list_contains($icbs::varchar[], b.icb))
    left join finding f on f.icb = b.icb and f.year = y.id and f.aim is null
        and list_contains($voices::varchar[], f.kind)
    group by y.id
),
unnamed as (
    select aim, year, count(*) filter (scope = 'national') as national,
        count(*) filter (scope = 'unresolved') as unresolved
    from finding where icb is null and list_contains($voices::varchar[], kind) group by all
)
select t.aim, t.year, base, rated, spoken, findings, not_mentioned, said_nationally,
    coalesce(national, 0), coalesce(unresolved, 0)
from (from known union all from whole) t join year y on y.id = t.year
left join unnamed u on u.aim is not distinct from t.aim and u.year = t.year
order by t.aim is null, t.place, y.place
"""

EVIDENCE_TYPE_COVERAGE = """
with base as (
    select y.id as year, y.place, count(b.icb) as boards from year y
    left join being b on b.year = y.id and ($icbs::varchar[] is null or list_contains($icbs::varchar[], b.icb))
    group by all
)
select k.id, b.year, b.boards, count(distinct f.icb), count(f.icb),
    count(*) filter (f.scope = 'national'), count(*) filter (f.scope = 'unresolved')
from kind k cross join base b
left join finding f on f.kind = k.id and f.year = b.year
    and (f.icb is null or $icbs::varchar[] is null or list_contains($icbs::varchar[], f.icb))
where list_contains($voices::varchar[], k.id)
group by k.id, k.place, b.year, b.place, b.boards order by k.place, b.place
"""

EVIDENCE = """
select f.origin, to_json(f) from finding f
where f.icb is not distinct from $icb::varchar
  and ($aim::varchar is null or f.aim = $aim) and ($year::varchar is null or f.year = $year)
  and list_contains($voices::varchar[], f.kind)
order by list_position($voices::varchar[], f.kind), f.year desc, f.place
"""

GLIMPSE = """
select kind, told from glimpse where icb = $icb and aim = $aim and ($year::varchar is null or year = $year)
order by year desc
"""

FIRST_FINDINGS = """
with others as (
    select f, f.icb, f.year, f.kind, row_number() over (partition by f.icb, f.year, f.kind order by f.place) as nth
    from finding f where f.aim is null or f.scope = 'unresolved'
),
first_findings as (
    select nullif(icb, '') as icb, aim, year, kind, told from glimpse
    union all
    select icb, null, year, kind, to_json(list(f order by nth)) from others where nth <= 20 group by icb, year, kind
)
select icb, aim, year, kind, json_array_length(told) < 20, told from first_findings order by icb, aim, year, kind
"""
"""Beside the findings of `glimpse` those on no aim, and those whose board is not known."""

FINDINGS_MENTIONING = """
select f.origin, to_json(f) from words w join finding f on f.place = w.place
where contains(w.text, $text) and ($year::varchar is null or f.year = $year)
  and list_contains($voices::varchar[], f.kind)
order by f.place
"""

FINDINGS_BY_WORDS = """
with matched as (
    select place, contains(' ' || folded, ' ' || $text) as whole from words
    where contains(' ' || folded, ' ' || $text) or len([
        word for word in string_split($text, ' ')
        if not contains(' ' || folded || ' ', ' ' || word || if(len(word) < 3, ' ', ''))
    ]) = 0
    order by whole desc, place limit $most
)
select f.origin, to_json(f) from matched join finding f on f.place = matched.place
order by whole desc, f.place
"""
"""The whole text, from the beginning of a word on, or each of its words so; of one or two letters, as a whole word."""

FINDING_COUNT = """
select count(*) from finding
where ($year::varchar is null or year = $year) and list_contains($voices::varchar[], kind)
"""

INDICATOR_VALUES = "select icb, value from measure where indicator = $indicator and period = $period"

INDICATOR_SERIES = "select icb, indicator, points from series where $icb::varchar is null or icb = $icb"
