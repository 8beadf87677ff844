-- What the store works out from the tables. The tables themselves are made from the model (tables.py).

-- What was said of each board, aim, year and kind: how many findings, the highest rank credited, any concern.
-- Only kinds that are rated can credit or concern; a finding without an aim belongs to the board as a whole.
create table spoken as
select f.icb, f.aim, f.year, f.kind, count(*)::integer as findings, count(f.origin) > 0 as laid,
       max(r.rank) filter (where k.rated and r.role = 'credit') as credit,
       coalesce(bool_or(k.rated and r.role = 'concern'), false) as concern
from finding f
join kind k on k.id = f.kind
left join rating r on r.id = f.rating
where f.icb is not null
group by all;

-- The rating of each board, aim and year from the findings of the given voices (kinds). The rule itself is
-- domain/rating_rule.py; the table rating_rule holds its every case.
create macro verdict(voices) as table
with heard as (
    select icb, aim, year, sum(findings)::integer as findings, bool_or(laid) as laid,
        max(credit) as credit, bool_or(concern) as concern
    from spoken
    where aim is not null and list_contains(voices, kind)
    group by all
)
select h.icb, h.aim, h.year, h.findings, h.laid, r.rating
from heard h left join rating_rule r on r.credit is not distinct from h.credit and r.concern = h.concern;

-- What was said later, in a kind that follows, and may stand against a rating: on the same aim, or of the board as a
-- whole where the aim is that of the whole system. Of each kind the first twenty, more than anybody reads.
create table later as
select f.icb, a.id as aim, y.id as year, f.kind, f.place,
       {'id': f.id, 'year': f.year, 'kind': f.kind, 'source': f.source, 'summary': f.summary} as step,
       case f.direction when 'concern' then 'credit' else 'concern' end as against
from finding f
join kind k on k.id = f.kind and k.follows
join year said on said.id = f.year
join year y on y.place < said.place
join aim a on a.id = f.aim or (f.aim is null and not a.core_aim)
where f.icb is not null and f.direction <> 'neutral'
qualify row_number() over (partition by f.icb, a.id, y.id, f.kind, against order by f.place) <= 20;

-- The findings that a pane has room for: of each board (none: what was said nationally), aim, year and kind the first
-- twenty, rated ones first, as one JSON text, so that a move of the cursor reads a few rows and joins nothing.
create table glimpse as
with first as (
    select place, row_number() over (partition by icb, aim, year, kind order by rating is null, place) as nth
    from finding where aim is not null and scope <> 'unresolved'
    qualify nth <= 20
)
select coalesce(f.icb, '') as icb, f.aim, f.year, f.kind,
    ('[' || string_agg(to_json(f)::varchar, ',' order by nth) || ']')::json as told
from first join finding f on f.place = first.place
group by all;

-- On which aims and in which years each kind said something nationally, naming no board.
create table nationally as
select distinct aim, year, kind from finding where scope = 'national' and aim is not null;

-- Every board × aim × year, with its rating, its number of findings, or which kind of nothing it is,
-- and the later findings that stand against the rating.
create macro cell(voices) as table
with stood as (
    select icb, aim, year, against, list(step order by place) as steps
    from later where list_contains(voices, kind) group by all
)
select i.place as icb_place, a.place as aim_place, i.code as icb, a.id as aim, y.id as year,
    v.rating, coalesce(v.findings, 0)::integer as findings,
    case when v.findings > 0 then null
         when b.icb is null then 'not-in-being'
         when exists (from nationally n where n.aim = a.id and n.year = y.id
                      and list_contains(voices, n.kind)) then 'said-nationally'
         else 'not-mentioned'
    end as nothing,
    case when not exists (from kind k where k.rated and list_contains(voices, k.id)) then 'never-rated'
         when exists (from kind k where not list_contains(voices, k.id)) then 'some'
         else 'all'
    end as heard,
    coalesce(l.steps, []) as later, coalesce(v.laid, false) as laid
from icb i cross join aim a cross join year y
left join being b on b.icb = i.code and b.year = y.id
left join verdict(voices) v on v.icb = i.code and v.aim = a.id and v.year = y.id
left join rating r on r.id = v.rating
left join stood l on l.icb = i.code and l.aim = a.id and l.year = y.id and l.against = r.role;

-- The same with every voice heard, worked out once: it is what is asked most.
create table matrix as
from cell((select list(id) from kind)) order by icb_place, aim_place, year;

-- Each value among those of its indicator and period: its place from the best (none where neither way is better),
-- whether it is tied, and the median, the least and the most of them all. `nth` is the period's place in the file.
create table standing as
select m.indicator, m.period, m.nth, m.icb, m.value,
    rank() over (among order by case i.better when 'lower' then m.value else -m.value end) as rank,
    case when i.better <> 'neither' then rank end as place,
    count(*) over (partition by m.indicator, m.period, m.value) > 1 as tied,
    count(*) over among as "of", round(median(m.value) over among, 9) as median,
    min(m.value) over among as least, max(m.value) over among as most
from measure m join indicator i on i.id = m.indicator
window among as (partition by m.indicator, m.period);

-- The values of each board and indicator in every period that any board has a value in, as one JSON text: where one is
-- shown all are read, and reading them takes a third of the time that joining them takes.
create table series as
select b.code as icb, p.indicator, to_json(list({
    period: p.period, value: s.value, place: s.place, rank: s.rank, tied: coalesce(s.tied, false),
    "of": p."of", median: p.median, least: p.least, most: p.most
} order by p.nth)) as points
from icb b
cross join (select distinct indicator, period, nth, "of", median, least, most from standing) p
left join standing s on s.indicator = p.indicator and s.period = p.period and s.icb = b.code
group by all;

-- The boards in being on a day or, where no day is given, on any day of a year.
create macro in_being(year_id, as_at) as table
select i.place, i.code, i.region, case when i.closed is null then 'open' else 'closed' end as status
from icb i
join year y on y.id = year_id
join open_days d on d.icb = i.code
left join being b on b.icb = i.code and b.year = y.id
where case when as_at is null then b.icb is not null else as_at::date between d.first and d.last end
order by i.place;
