#include "modules/audit/module.h"

#include <charconv>

#include "kernel/journal/verbs.h"
#include "modules/audit/rules.h"
#include "modules/audit/types.h"
#include "modules/audit/verifier.h"
#include "modules/region/region.h"

namespace yilin::audit {
namespace {

using access::Role;
constexpr access::Permission kRead{"journal.read", "查阅办理记录", {Role::auditor, Role::official}};
constexpr access::Permission kPayload{"journal.read_payload", "查阅办理内容", {Role::auditor, Role::official}};
constexpr access::Permission kVerify{"journal.verify", "核对链条", {Role::auditor}};

constexpr std::int32_t kDaysWhenUnbounded = 31;

bool sees_all(const access::Caller& caller, const region::Divisions& tree) {
  return caller.kind == access::CallerKind::system || (tree.city().value != 0 && caller.in_scope(tree.city()));
}

// Acts of no place (settings, background work) are for those who see the whole city.
sql::Statement scope_of(const access::Caller& caller, const region::Divisions& tree, RegionCode filter) {
  sql::Statement scope = access::in_region("j.region", caller, filter);
  if (filter.value != 0 || !sees_all(caller, tree)) return scope;
  return sql::Statement(" AND (j.region IS NULL OR (1 = 1").add(scope).add("))");
}

bool visible(const journal::Entry& entry, const access::Caller& caller, const region::Divisions& tree) {
  return entry.region.value != 0 ? caller.in_scope(entry.region) : sees_all(caller, tree);
}

Envelope envelope_of(const journal::Entry& entry) { return static_cast<Envelope>(entry.envelope); }

ActView view_of(const journal::Entry& e, const region::Divisions& tree) {
  ActView v;
  v.seq = e.seq;
  v.at = e.at;
  v.verb = e.verb;
  v.verb_label = journal::verb_label(e.verb);
  v.sentence = rules::sentence_of(e);
  v.actor = e.actor;
  v.actor_name = e.actor_name;
  v.on_behalf_of = e.on_behalf_of;
  v.organisation = e.organisation;
  v.subject_kind = e.subject_kind;
  v.subject = {e.subject};
  v.region = e.region;
  v.region_name = tree.full_name(e.region);
  v.elder = e.elder;
  v.reason = e.reason;
  v.envelope = envelope_of(e);
  return v;
}

Result<http::Page<ActView>> list_acts(command::Reader& reader, const JournalFilter& in) {
  const auto tree = region::divisions(reader.kernel);
  journal::Filter filter;
  if (!in.cursor.empty()) {
    const auto [end, error] = std::from_chars(in.cursor.data(), in.cursor.data() + in.cursor.size(), filter.before);
    if (error != std::errc{} || end != in.cursor.data() + in.cursor.size() || filter.before <= 0)
      return fail_field("cursor", "页标", "页标不正确。");
  }
  filter.verb = in.verb;
  filter.subject_kind = in.subject_kind;
  filter.subject = in.subject.value;
  filter.elder = in.elder;
  filter.actor = in.actor;
  const bool indexed = in.subject || in.elder || in.actor;
  if (in.from) filter.from = start_of_day(in.from);
  else if (!indexed) filter.from = start_of_day((in.to ? in.to : reader.today()) + -kDaysWhenUnbounded);
  if (in.to) filter.until = start_of_day(in.to + 1);
  filter.scope = scope_of(reader.caller, *tree, in.region);
  filter.limit = static_cast<int>(in.limit);

  http::Page<ActView> page;
  for (const journal::Entry& e : reader.kernel.journal->entries(reader.db, filter)) page.items.push_back(view_of(e, *tree));
  if (static_cast<std::int64_t>(page.items.size()) == in.limit) page.next = std::to_string(page.items.back().seq);
  return page;
}

Result<ActView> show_act(command::Reader& reader, const ActPath& in) {
  const auto tree = region::divisions(reader.kernel);
  const auto entry = reader.kernel.journal->entry(reader.db, in.seq);
  if (!entry || !visible(*entry, reader.caller, *tree)) return fail(errors::not_found);
  return view_of(*entry, *tree);
}

// Looking into an act is an act itself.
Result<PayloadView> read_payload(command::Tx& tx, const PayloadRequest& in) {
  const auto tree = region::divisions(tx.kernel);
  const auto entry = tx.kernel.journal->entry(tx.db, in.seq);
  if (!entry || !visible(*entry, tx.caller, *tree)) return fail(errors::not_found);
  tx.record({"journal.read_payload", "journal", in.seq, entry->region, entry->elder, in.reason, {}});
  return PayloadView{in.seq, envelope_of(*entry), rules::mask_secrets(entry->payload, tx.today())};
}

Result<VerbList> list_verbs(command::Reader&, const http::Nothing&) {
  VerbList list;
  for (const auto& [verb, label] : journal::verb_labels()) list.items.push_back({std::string(verb), std::string(label)});
  return list;
}

ChainStatus status_of(Kernel& kernel, sql::Connection& db) {
  ChainStatus status = kernel.parts.get<Verifier>().status();
  auto rows = db.rows("SELECT MAX(seq) FROM journal");
  if (rows.next()) status.last_seq = rows.integer(0);
  return status;
}

Result<ChainStatus> show_status(command::Reader& reader, const http::Nothing&) { return status_of(reader.kernel, reader.db); }

Result<ChainStatus> verify(command::Tx& tx, const http::Nothing&) {
  tx.record({"journal.verify", "journal", 0, region::city(tx.kernel), {}, {}, {}});
  tx.after_commit([&verifier = tx.kernel.parts.get<Verifier>()] { verifier.start(); });
  ChainStatus status = status_of(tx.kernel, tx.db);
  status.running = true;
  return status;
}

void attach(Kernel& kernel, http::Router& router) {
  kernel.parts.put<Verifier>(kernel);
  using http::Nothing;
  router.query<JournalFilter, http::Page<ActView>>({"GET /api/journal", "办理记录", kRead}, list_acts);
  router.query<Nothing, VerbList>({"GET /api/journal/verbs", "事项列表", kRead}, list_verbs);
  router.query<Nothing, ChainStatus>({"GET /api/journal/verify", "链条核对结果", kRead}, show_status);
  router.command<Nothing, ChainStatus>({"POST /api/journal/verify", "核对链条", kVerify}, verify);
  router.query<ActPath, ActView>({"GET /api/journal/{seq}", "一条办理记录", kRead}, show_act);
  router.command<PayloadRequest, PayloadView>({"POST /api/journal/{seq}/payload", "查阅办理内容（会留下记录）", kPayload}, read_payload);
}

}  // namespace

Module module() {
  Module m;
  m.name = "audit";
  m.attach = attach;
  m.verbs = {{"journal.read_payload", "查阅办理内容"}, {"journal.verify", "核对办理记录的链条"},
             {"journal.checkpoints_restarted", "重新开始检查点"}};
  return m;
}

}  // namespace yilin::audit
