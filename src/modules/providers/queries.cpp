#include "modules/providers/queries.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/listing.h"
#include "modules/catalogue/catalogue.h"
#include "modules/providers/index.h"
#include "modules/region/region.h"

namespace yilin::providers {
namespace {

namespace store = entity::store;

const access::OwnerColumns kOrganisationOwner{.region = "o.region", .organisation = "o.id"};
const access::OwnerColumns kWorkerOwner{.region = "w.region", .organisation = "w.organisation_id", .worker = "w.id"};

constexpr std::size_t kSoundingMax = 200;  // of them the caller sees those in her scope

// "%text%" with the wildcards of LIKE taken literally (ESCAPE '!').
std::string containing(std::string_view text) {
  std::string out = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out + "%";
}

// Lower case without blanks when letters and digits alone were typed, else "": then it can be no pinyin.
std::string letters_of(std::string_view typed) {
  std::string letters = text::lower_ascii(text::compact(typed));
  const auto plain = [](unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return std::ranges::all_of(letters, plain) ? letters : std::string();
}

template <class Ids>
sql::Statement any_of(sql::Literal column, const Ids& ids) {
  sql::Statement out;
  out.add(column).add(" IN (0");
  for (const auto id : ids) out.add(", ?", id);
  return out.add(")");
}

// By part of the name, its pinyin or initials, or by the whole credit code.
sql::Statement organisations_like(const command::Reader& reader, std::string_view typed) {
  const auto sounding = reader.kernel.parts.get<Part>().workers.companies_sounding(letters_of(typed), kSoundingMax);
  sql::Statement out(" AND (o.name LIKE ? ESCAPE '!' OR o.credit_code = ? OR ", containing(text::trim(typed)), text::compact(typed));
  return out.add(any_of("o.id", sounding)).add(")");
}
sql::Statement workers_named_like(const command::Reader& reader, std::string_view typed) {
  const auto sounding = reader.kernel.parts.get<Part>().workers.workers_sounding(letters_of(typed), kSoundingMax);
  sql::Statement out("(w.name LIKE ? ESCAPE '!' OR ", containing(text::trim(typed)));
  return out.add(any_of("w.id", sounding)).add(")");
}

// Organisations are seen where they are registered and where they serve.
sql::Statement seen_organisations(const access::Caller& caller, RegionCode filter) {
  sql::Statement registered = access::visible(kOrganisationOwner, caller, filter);
  if (caller.kind != access::CallerKind::staff) return registered;
  const RegionRange wanted = filter.subtree();
  sql::Statement out(" AND ((1 = 1");
  out.add(registered).add(") OR EXISTS (SELECT 1 FROM organisation_area a WHERE a.organisation_id = o.id AND (1 = 0");
  for (const RegionRange& r : caller.scope) {
    const RegionRange cut{std::max(r.lo, wanted.lo), std::min(r.hi, wanted.hi)};
    if (!cut.empty()) out.add(" OR (a.region < ?", cut.hi).add(" AND a.region_end > ?)", cut.lo);
  }
  return out.add(")))");
}

template <class Row>
Result<Row> one(const command::Reader& reader, const sql::Statement& statement, sql::Literal table) {
  auto rows = reader.db.rows(statement);
  if (!rows.next()) return fail(yilin::errors::not_found);
  return store::read<Row>(rows, reader.kernel.vault, table);
}

std::int64_t count(const command::Reader& reader, const sql::Statement& statement) {
  auto rows = reader.db.rows(statement);
  return rows.next() ? rows.integer(0) : 0;
}

std::vector<Certificate> certificates_of(const command::Reader& reader, WorkerId worker) {
  return http::rows_of<Certificate>(
      reader, "certificate",
      store::select<Certificate>("certificate", "c").add(" WHERE c.worker_id = ? AND c.revoked = 0 ORDER BY c.expires DESC, c.id", worker));
}

}  // namespace

OrganisationView view_of(const command::Reader& reader, Organisation organisation) {
  OrganisationView view;
  static_cast<Organisation&>(view) = std::move(organisation);
  const auto divisions = region::divisions(reader.kernel);
  view.region_name = divisions->full_name(view.region);
  auto rows = reader.db.rows("SELECT region FROM organisation_area WHERE organisation_id = ? ORDER BY region", view.id);
  while (rows.next()) {
    view.areas.push_back({rows.integer(0)});
    view.area_names.push_back(divisions->full_name(view.areas.back()));
  }
  view.workers = count(reader, {"SELECT COUNT(*) FROM worker WHERE organisation_id = ? AND state <> ?", view.id, WorkerState::left});
  if (const auto& facilities = reader.kernel.parts.get<Part>().count_facilities) view.facilities = facilities(reader.db, view.id);
  return view;
}

WorkerView view_of(const command::Reader& reader, Worker worker) {
  WorkerView view;
  static_cast<Worker&>(view) = std::move(worker);
  view.organisation_name = organisation_name(reader.kernel, view.organisation_id);
  view.certificates = certificates_of(reader, view.id);
  return view;
}

Result<Organisation> own_organisation(const command::Reader& reader, OrganisationId id) {
  return one<Organisation>(reader, store::select<Organisation>("organisation", "o").add(" WHERE o.id = ?", id)
                                       .add(access::visible(kOrganisationOwner, reader.caller)), "organisation");
}

Result<Worker> own_worker(const command::Reader& reader, WorkerId id) {
  return one<Worker>(reader, store::select<Worker>("worker", "w").add(" WHERE w.id = ?", id)
                                 .add(access::visible(kWorkerOwner, reader.caller)), "worker");
}

Result<http::Page<Organisation>> list_organisations(const command::Reader& reader, const OrganisationQuery& in) {
  auto statement = store::select<Organisation>("organisation", "o").add(" WHERE o.id > ?", in.cursor.value);
  statement.add(seen_organisations(reader.caller, in.region));
  if (!in.q.empty()) statement.add(organisations_like(reader, in.q));
  if (in.state) statement.add(" AND o.state = ?", *in.state);
  if (in.kind) statement.add(" AND o.kind = ?", *in.kind);
  if (!in.service.empty()) statement.add(" AND o.services LIKE ? ESCAPE '!'", containing("\"" + in.service + "\""));
  statement.add(" ORDER BY o.id LIMIT ?", in.limit + 1);
  return http::page_of(http::rows_of<Organisation>(reader, "organisation", statement), in.limit);
}

Result<OrganisationView> show_organisation(const command::Reader& reader, const Path<OrganisationId>& in) {
  YILIN_TRY(Organisation organisation,
            one<Organisation>(reader, store::select<Organisation>("organisation", "o").add(" WHERE o.id = ?", in.id)
                                          .add(seen_organisations(reader.caller, {})), "organisation"));
  return view_of(reader, std::move(organisation));
}

Result<http::Page<WorkerView>> list_workers(const command::Reader& reader, const WorkerQuery& in) {
  auto statement = store::select<Worker>("worker", "w").add(" WHERE w.id > ?", in.cursor.value);
  statement.add(access::visible(kWorkerOwner, reader.caller, in.region));
  if (!in.q.empty()) {
    const Part& part = reader.kernel.parts.get<Part>();
    const std::string key = text::compact(in.q);
    statement.add(" AND (w.phone_index = ? OR w.id_card_index = ? OR ", part.phone.of(key), part.id_card.of(key)).add(workers_named_like(reader, in.q)).add(")");
  }
  if (in.organisation_id) statement.add(" AND w.organisation_id = ?", in.organisation_id);
  if (in.state) statement.add(" AND w.state = ?", *in.state);
  if (in.skill)
    for (const entity::EnumName& n : enum_names(*in.skill))
      if (n.value == static_cast<std::int64_t>(*in.skill)) statement.add(" AND w.skills LIKE ? ESCAPE '!'", containing(fmt::format("\"{}\"", n.code)));
  statement.add(" ORDER BY w.id LIMIT ?", in.limit + 1);
  std::vector<WorkerView> views;
  for (Worker& w : http::rows_of<Worker>(reader, "worker", statement)) {
    WorkerView view;
    static_cast<Worker&>(view) = std::move(w);
    view.organisation_name = organisation_name(reader.kernel, view.organisation_id);
    views.push_back(std::move(view));
  }
  auto page = http::page_of(std::move(views), in.limit);
  if (page.items.empty()) return page;
  // All certificates of the page at once.
  sql::Statement held = store::select<Certificate>("certificate", "c").add(" WHERE c.revoked = 0 AND c.worker_id IN (");
  for (const WorkerView& view : page.items) held.add("?, ", view.id);
  for (Certificate& c : http::rows_of<Certificate>(reader, "certificate", held.add("0) ORDER BY c.expires DESC, c.id")))
    for (WorkerView& view : page.items)
      if (view.id == c.worker_id) view.certificates.push_back(c);
  return page;
}

Result<WorkerView> show_worker(const command::Reader& reader, const Path<WorkerId>& in) {
  YILIN_TRY(Worker worker, own_worker(reader, in.id));
  return view_of(reader, std::move(worker));
}

Result<http::Page<OrganisationChoice>> choose_organisation(const command::Reader& reader, const OrganisationChoiceQuery& in) {
  auto statement = store::select<Organisation>("organisation", "o").add(" WHERE o.state <> ?", OrganisationState::removed);
  statement.add(seen_organisations(reader.caller, {}));
  if (in.id) statement.add(" AND o.id = ?", in.id);
  if (!in.q.empty()) statement.add(organisations_like(reader, in.q));
  statement.add(" ORDER BY o.name, o.id LIMIT ?", in.limit);
  const auto divisions = region::divisions(reader.kernel);
  http::Page<OrganisationChoice> page;
  for (const Organisation& o : http::rows_of<Organisation>(reader, "organisation", statement))
    page.items.push_back({o.id, o.name, o.credit_code.text(), divisions->full_name(o.region), o.state});
  return page;
}

Result<http::Page<WorkerChoice>> choose_worker(const command::Reader& reader, const WorkerChoiceQuery& in) {
  auto statement = store::select<Worker>("worker", "w").add(" WHERE w.state <> ?", WorkerState::left);
  statement.add(access::visible(kWorkerOwner, reader.caller));
  if (in.id) statement.add(" AND w.id = ?", in.id);
  if (in.organisation_id) statement.add(" AND w.organisation_id = ?", in.organisation_id);
  if (!in.q.empty()) statement.add(" AND ").add(workers_named_like(reader, in.q));
  statement.add(" ORDER BY w.name, w.id LIMIT ?", in.limit);
  http::Page<WorkerChoice> page;
  for (const Worker& w : http::rows_of<Worker>(reader, "worker", statement))
    page.items.push_back({w.id, w.organisation_id, w.name, organisation_name(reader.kernel, w.organisation_id), w.phone, w.state});
  return page;
}

Result<http::Page<ExpiringCertificate>> expiring(const command::Reader& reader, const ExpiringQuery& in) {
  // The cursor is "expiry day.id": the order of the list.
  Date after{0};
  std::int64_t after_id = 0;
  if (!in.cursor.empty()) {
    const std::size_t dot = in.cursor.find('.');
    const auto day = entity::parse_integer_text(std::string_view(in.cursor).substr(0, dot));
    const auto id = dot == std::string::npos ? std::nullopt : entity::parse_integer_text(std::string_view(in.cursor).substr(dot + 1));
    if (!day || !id || *day < 0 || *day > INT32_MAX) return fail_field("cursor", "游标", "游标不正确。");
    after = {static_cast<std::int32_t>(*day)};
    after_id = *id;
  }
  // A certificate that was renewed in time needs no warning.
  auto statement = store::select<Certificate>("certificate", "c")
                       .add(" JOIN worker w ON w.id = c.worker_id WHERE c.revoked = 0 AND c.expires <= ?", reader.today() + static_cast<std::int32_t>(in.days))
                       .add(" AND w.state <> ?", WorkerState::left)
                       .add(" AND (c.expires, c.id) > (?, ?)", after, after_id)
                       .add(" AND NOT EXISTS (SELECT 1 FROM certificate n WHERE n.worker_id = c.worker_id AND n.kind = c.kind "
                            "AND n.revoked = 0 AND n.id <> c.id AND (n.expires IS NULL OR n.expires > c.expires OR "
                            "(n.expires = c.expires AND n.id > c.id)))");
  statement.add(access::visible(kWorkerOwner, reader.caller, in.region));
  if (in.organisation_id) statement.add(" AND w.organisation_id = ?", in.organisation_id);
  statement.add(" ORDER BY c.expires, c.id LIMIT ?", in.limit + 1);
  http::Page<ExpiringCertificate> page;
  const auto found = http::rows_of<Certificate>(reader, "certificate", statement);
  for (const Certificate& c : found) {
    if (static_cast<std::int64_t>(page.items.size()) == in.limit) {
      const Certificate& last = page.items.back();
      page.next = fmt::format("{}.{}", last.expires.days, last.id.value);
      break;
    }
    ExpiringCertificate out;
    static_cast<Certificate&>(out) = c;
    if (const auto facts = worker(reader.kernel, c.worker_id)) out.worker_name = facts->name;
    out.organisation_name = organisation_name(reader.kernel, c.organisation_id);
    out.days_left = c.expires - reader.today();
    page.items.push_back(std::move(out));
  }
  return page;
}

}  // namespace yilin::providers
