"""A query for each table that one can read, which returns rows of the bundled data: for docs/data.md."""

from __future__ import annotations

TABLE_EXAMPLES = {
    "region": """
select r.name, count(i.code) as boards
from region r left join icb i on i.region = r.code and i.closed is null
group by r.name
order by boards desc
""",
    "icb": """
select code, short_name, opened, closed
from icb
where region = 'Y60'
order by short_name
""",
    "aim": """
select id, name, core_aim
from aim
order by place
""",
    "rating": """
select name, letter, role, meaning
from rating
order by place
""",
    "kind": """
select id, name, rated, meaning
from kind
order by place
""",
    "source": """
select publisher, count(*) as sources
from source
group by publisher
order by sources desc, publisher
""",
    "finding": """
select id, year, summary, words
from finding
where icb = 'QK1' and aim = 'leadership'
order by place
""",
    "year": """
select id, starts, ends
from year
order by place
""",
    "indicator": """
select id, name, unit, better
from indicator
where aim = 'productivity'
order by place
""",
    "measure": """
select period, value
from measure
where indicator = 'ae-4-hours' and icb = 'QK1'
order by nth
""",
    "glimpse": """
select kind, json_array_length(told) as findings
from glimpse
where icb = 'QUE' and aim = 'leadership' and year = '2023/24'
""",
    "words": """
select f.id, f.icb, f.year, f.summary
from words w join finding f on f.id = w.finding
where contains(w.text, 'waiting list')
order by f.place
""",
    "spoken": """
select icb, aim, year, findings
from spoken
where concern
order by year, icb
""",
    "later": """
select year, aim, step.year as later_year, step.summary as later_step
from later
where icb = 'QE1'
order by year, aim, place
""",
    "nationally": """
select year, aim, kind
from nationally
order by year, aim, kind
""",
    "being": """
select year, count(*) as boards
from being
group by year
order by year
""",
    "open_days": """
select i.short_name, d.first, d.last
from open_days d join icb i on i.code = d.icb
where d.last < '9999-12-31'
order by d.last, i.short_name
""",
    "rating_rule": """
select credit, concern, rating
from rating_rule
order by concern, credit
""",
    "matrix": """
select icb, rating
from matrix
where year = '2023/24' and aim = 'inequalities' and rating is not null
order by rating, icb
""",
    "series": """
select indicator, points->-1->>'period' as period, points->-1->>'value' as value
from series
where icb = 'QK1'
order by indicator
""",
    "standing": """
select icb, value, place as rank, "of", median
from standing
where indicator = 'ae-4-hours' and period = '2024/25'
order by place
""",
    "verdict": """
select icb, aim, rating
from verdict(['annual-assessment'])
where year = '2023/24' and rating is not null
order by icb, aim
""",
    "cell": """
select year, count(*) filter (findings > 0) as with_findings, count(*) as cells
from cell(['self-report'])
group by year
order by year
""",
    "in_being": """
select code, region, status
from in_being('2025/26', '2026-04-01')
order by place
""",
}
"""The example of each table, view and macro, by its name."""
