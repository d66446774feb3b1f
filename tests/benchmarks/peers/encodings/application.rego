# What Rego can say of an application: all but days off, and whether files are there.
package application

import rego.v1

# Where the fields of a form stand, by the name of their section in `data.form`.
holders contains ["root", input]

holders contains [name, input[name]] if {
	some name in ["applicant", "market", "consents", "processing", "registers", "earlier_permit"]
	is_object(input[name])
}

holders contains [name, item] if {
	some name in ["stalls", "workers", "fee", "documents"]
	some item in list(name)
	is_object(item)
}

# The engine stops where what is looked through is no list.
list(name) := input[name] if is_array(input[name])

list(name) := [] if not is_array(input[name])

sold(worker) := worker.goods if is_array(worker.goods)

# form.fields and record.fields
deny contains ["form", name, "no map"] if {
	some name in ["stalls", "workers", "fee", "documents"]
	some item in list(name)
	not is_object(item)
}

deny contains ["form", section, key] if {
	some [section, holder] in holders
	some key, _ in holder
	not data.form[section][key]
}

deny contains ["form", section, key] if {
	some [section, holder] in holders
	some key, field in data.form[section]
	field.required
	not key in object.keys(holder)
}

deny contains ["form", section, key] if {
	some [section, holder] in holders
	some key, value in holder
	field := data.form[section][key]
	not right(field, value)
}

deny contains ["form", section, "id"] if {
	some section in ["stalls", "workers"]
	count(list(section)) > count({item.id | some item in list(section)})
}

deny contains ["form", "documents", name] if {
	some document in list("documents")
	name := document.concerns
	not name in {item.id | some lists in ["stalls", "workers"]; some item in list(lists)}
}

deny contains ["form", "applicant", "number"] if {
	wanted := {"person": "iin", "company": "bin"}[input.applicant.type]
	not input.applicant[wanted]
}

deny contains ["form", "applicant", "number"] if {
	stray := {"person": "bin", "company": "iin"}[input.applicant.type]
	input.applicant[stray]
}

deny contains ["form", "stalls", key] if {
	some stall in list("stalls")
	some key in ["leased_from", "leased_until"]
	stall.title == "lease"
	not stall[key]
}

deny contains ["form", "stalls", key] if {
	some stall in list("stalls")
	some key in ["leased_from", "leased_until"]
	stall.title == "own"
	stall[key]
}

deny contains ["form", "root", "earlier_permit"] if {
	input.service == "renew"
	not input.earlier_permit
}

deny contains ["form", "root", "earlier_permit"] if {
	input.service == "grant"
	input.earlier_permit
}

right(field, value) if {
	field.type == "integer"
	is_number(value)
	value == floor(value)
	value >= field.min
	value <= field.max
}

right(field, value) if {
	field.type == "boolean"
	is_boolean(value)
}

right(field, value) if {
	field.type == "map"
	is_object(value)
}

right(field, value) if {
	field.type == "list"
	is_array(value)
	count(value) >= field.min
}

right(field, value) if {
	field.type == "codes"
	is_array(value)
	count(value) > 0
	every each in value { each in field.allowed }
}

right(field, value) if {
	field.type == "code"
	value in field.allowed
}

right(field, value) if {
	field.type == "text"
	is_string(value)
	regex.match(field.pattern, value)
}

right(field, value) if {
	field.type == "date"
	is_string(value)
	is_day(value)
}

right(field, value) if {
	field.type == "time"
	is_string(value)
	is_time(value)
}

right(field, value) if {
	field.type == "iin"
	is_string(value)
	regex.match(`^[0-9]{12}$`, value)
	control(value)
}

is_day(text) if {
	regex.match(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`, text)
	substring(text, 8, 2) <= last_of(text)
}

last_of(text) := "30" if substring(text, 5, 2) in {"04", "06", "09", "11"}

last_of(text) := "29" if {
	substring(text, 5, 2) == "02"
	leap(to_number(substring(text, 0, 4)))
}

last_of(text) := "28" if {
	substring(text, 5, 2) == "02"
	not leap(to_number(substring(text, 0, 4)))
}

last_of(text) := "31" if not substring(text, 5, 2) in {"02", "04", "06", "09", "11"}

leap(year) if {
	year % 4 == 0
	year % 100 != 0
}

leap(year) if year % 400 == 0

is_time(text) if {
	is_day(substring(text, 0, 10))
	regex.match(`^.{10}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`, text)
}

# The check digit of an IIN or BIN.
control(text) if {
	first := weighed(text, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
	first < 10
	first == to_number(substring(text, 11, 1))
}

control(text) if {
	weighed(text, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) == 10
	weighed(text, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) == to_number(substring(text, 11, 1))
}

weighed(text, weights) := sum([product |
	some at, weight in weights
	product := weight * to_number(substring(text, at, 1))
]) % 11

day(text) := time.parse_rfc3339_ns(concat("", [text, "T00:00:00Z"])) if {
	is_string(text)
	is_day(text)
}

moment(text) := time.parse_rfc3339_ns(text) if {
	is_string(text)
	is_time(text)
}

days(count) := (((count * 24) * 3600) * 1000) * 1000000

deny contains "office.accepts" if input.office != "market_office"

deny contains "route.accepted" if not input.route in ["portal", "counter"]

deny contains "permit.electronic" if {
	input.processing.result in ["permit", "renewal"]
	not input.processing.permit_form == "electronic"
}

deny contains "result.fits" if {
	input.service == "grant"
	not input.processing.result in ["permit", "refusal"]
}

deny contains "result.fits" if {
	input.service == "renew"
	not input.processing.result in ["renewal", "refusal"]
}

deny contains "result.reasoned" if {
	input.processing.result == "refusal"
	not input.processing.reason
}

rate(paid) := max([value | some since, value in data.rates; since <= paid])

due := {"grant": 3 * rate(input.fee[0].paid_on), "renew": (3 * rate(input.fee[0].paid_on)) / 2}[input.service]

paid := sum([part.amount | some part in list("fee"); is_number(part.amount)])

deny contains "fee.grant" if {
	input.service == "grant"
	paid < due
}

deny contains "fee.renew" if {
	input.service == "renew"
	paid < due
}

deny contains "fee.not_over" if paid > due

# Without the days off, which Rego has no calendar of.
deny contains "schedule.decided" if {
	at := moment(input.processing.decided_at)
	not working(at)
}

working(at) if {
	not time.weekday([at, "Asia/Almaty"]) in ["Saturday", "Sunday"]
	[hour, minute, _] := time.clock([at, "Asia/Almaty"])
	now := (hour * 60) + minute
	some [opens, closes] in [[540, 780], [870, 1110]]
	now >= opens
	now <= closes
}

deny contains "documents.layout" if {
	input.service == "grant"
	not "layout" in {document.kind | some document in list("documents")}
}

deny contains ["documents.health_book", worker.id] if {
	some worker in list("workers")
	worker.handles_food
	not worker.id in {document.concerns |
		some document in list("documents")
		document.kind == "health_book"
	}
}

deny contains ["workers.cover_goods", each] if {
	some each in list("goods")
	not each in {one | some worker in list("workers"); some one in sold(worker)}
}

deny contains ["workers.checked", worker.id] if {
	some worker in list("workers")
	is_string(input.submitted_at)
	since := day(substring(input.submitted_at, 0, 10)) - day(worker.checked_on)
	not in_a_year(since)
}

in_a_year(since) if {
	since >= 0
	since <= days(365)
}

deny contains "register.no_ban" if input.registers.banned != false

deny contains ["stalls.far_from_school", stall.id] if {
	some stall in list("stalls")
	stall.metres_to_school < 100
}

deny contains ["stalls.lease_runs", stall.id] if {
	some stall in list("stalls")
	stall.title == "lease"
	day(stall.leased_until) - day(stall.leased_from) < days(90)
}

deny contains ["workers.of_age", worker.id] if {
	some worker in list("workers")
	is_string(worker.iin)
	regex.match(`^[0-9]{12}$`, worker.iin)
	century := {"1": "18", "2": "18", "3": "19", "4": "19", "5": "20", "6": "20"}[substring(worker.iin, 6, 1)]
	born := to_number(concat("", [century, substring(worker.iin, 0, 2)]))
	worker.hired_in < born + 18
}

deny contains "consents.given" if input.consents.personal_data != true

deny contains "record.in_order" if input.market.open_from > input.market.open_until

deny contains "record.in_order" if moment(input.submitted_at) > moment(input.processing.decided_at)

deny contains "record.in_order" if {
	moment(input.processing.visited_at) > moment(input.processing.decided_at)
}
