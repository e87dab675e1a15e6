#include "modules/policy/commands.h"

#include <algorithm>

#include <fmt/format.h>

#include "modules/policy/permissions.h"
#include "modules/policy/queries.h"
#include "modules/policy/rules.h"
#include "modules/policy/store.h"
#include "modules/region/region.h"

namespace yilin::policies {
namespace {

Result<RuleVersion> opened(command::Tx& tx, RuleVersionId id, std::int64_t version) {
  auto found = store::version(tx.db, tx.vault(), id);
  if (!found) return fail(yilin::errors::not_found);
  if (found->version != version) return fail(yilin::errors::conflict, "这个版本刚有改动，请刷新后再办。");
  return std::move(*found);
}

Result<RuleVersion> stepped(command::Tx& tx, const Step& in, std::string_view verb) {
  YILIN_TRY(RuleVersion v, opened(tx, in.id, in.version));
  return rules::moved(std::move(v), verb, tx.caller, whole_city(tx.kernel, tx.caller), tx.now, in.reason);
}

Result<VersionView> done(command::Tx& tx, RuleVersion v, std::string_view verb, std::string reason = {}) {
  store::put(tx, v);
  tx.record(store::act(tx, verb, v, std::move(reason)));
  command::Reader reader = tx.reader();
  return view_of(reader, std::move(v));
}

Result<RuleVersion> known(command::Reader& reader, RuleVersionId id) {
  auto found = store::version(reader.db, reader.kernel.vault, id);
  if (!found) return fail(yilin::errors::not_found);
  return std::move(*found);
}

// As the transaction sees it: memory follows the commit.
bool still_in_force(command::Tx& tx, RuleVersionId id) {
  const auto active = store::in_state(tx.db, tx.vault(), State::active);
  return active && active->id == id;
}

Result<CompilationPtr> sound(command::Reader& reader, RuleVersionId id) {
  YILIN_TRY(CompilationPtr out, compiled(reader, id, true));
  if (!out->ok()) return fail(broken(out->errors));
  return out;
}

}  // namespace

bool whole_city(const Kernel& kernel, const access::Caller& caller) {
  return caller.in_scope(region::city(const_cast<Kernel&>(kernel)));
}

Result<CompilationPtr> compiled(command::Reader& reader, RuleVersionId id, bool examples) {
  const auto files = store::files(reader.db, reader.kernel.vault, id);
  const auto v = store::version(reader.db, reader.kernel.vault, id);
  if (files.empty() || !v) return fail(yilin::errors::not_found);
  YILIN_TRY(CompilationPtr out, reader.kernel.parts.get<Library>().compile(store::book_of(files), examples));
  if (out->digest != v->digest) return fail(errors::altered, fmt::format("第 {} 版规则的文字与登记的指纹不符，可能被人改动，请核查数据库。", v->number));
  return out;
}

Status prepare_begin(command::Reader& reader, BeginDraft& in) {
  YILIN_TRY(in.prepared, prepare_draft(reader, {in.based_on, in.note, {}}));
  return {};
}

Result<VersionView> begin_draft(command::Tx& tx, const BeginDraft& in) {
  YILIN_TRY(RuleVersion made, create_draft(tx, in.prepared));
  command::Reader reader = tx.reader();
  return view_of(reader, std::move(made));
}

Status prepare_submit(command::Reader& reader, Step& in) {
  YILIN_TRY(const RuleVersion v, known(reader, in.id));
  YILIN_TRY(const CompilationPtr checked, sound(reader, in.id));
  in.digest = checked->digest;
  YILIN_TRY(const RuleVersion base, known(reader, v.based_on));
  if (base.digest == in.digest) return fail(errors::no_changes);
  return {};
}

Result<VersionView> submit(command::Tx& tx, const Step& in) {
  YILIN_TRY(RuleVersion v, stepped(tx, in, "submit"));
  if (v.digest != in.digest) return fail(yilin::errors::conflict);
  if (!still_in_force(tx, v.based_on)) return fail(errors::base_moved);
  return done(tx, std::move(v), "rules.submit");
}

Result<VersionView> approve(command::Tx& tx, const Step& in) {
  YILIN_TRY(RuleVersion v, stepped(tx, in, "approve"));
  return done(tx, std::move(v), "rules.approve");
}

Status prepare_sign(command::Reader& reader, Step& in) {
  YILIN_TRY(const RuleVersion v, known(reader, in.id));
  YILIN_TRY(const CompilationPtr checked, sound(reader, in.id));
  in.digest = checked->digest;
  YILIN_TRY(const auto list, boundary_of(reader, v));
  const auto keys = store::confirmed(reader.db, in.id);
  const auto left = std::ranges::count_if(list->cases, [&](const BoundaryCase& c) { return !std::ranges::binary_search(keys, c.key); });
  if (left > 0) return fail(errors::unconfirmed, fmt::format("还有 {} 个边界情形没有人确认，确认后才能签发。", left));
  return {};
}

Result<VersionView> sign(command::Tx& tx, const Step& in) {
  YILIN_TRY(RuleVersion v, stepped(tx, in, "sign"));
  if (v.digest != in.digest) return fail(yilin::errors::conflict);
  return done(tx, std::move(v), "rules.sign");
}

Result<VersionView> give_back(command::Tx& tx, const Step& in) {
  YILIN_TRY(RuleVersion v, stepped(tx, in, "return"));
  return done(tx, std::move(v), "rules.return", in.reason);
}

Result<VersionView> withdraw(command::Tx& tx, const Step& in) {
  YILIN_TRY(const RuleVersion before, opened(tx, in.id, in.version));
  YILIN_TRY(RuleVersion v, stepped(tx, in, "withdraw"));
  if (before.state == State::scheduled) {
    tx.cancel_deadline(kActivation, v.id.value);
    tx.after_commit([&kernel = tx.kernel, id = v.id] { kernel.parts.get<Library>().unpin(id); });
  }
  return done(tx, std::move(v), "rules.withdraw", in.reason);
}

Status prepare_merge(command::Reader& reader, Step& in) {
  YILIN_TRY(const RuleVersion v, known(reader, in.id));
  const auto book = [&](RuleVersionId id) { return store::book_of(store::files(reader.db, reader.kernel.vault, id)); };
  in.onto = present(reader.kernel).version;
  YILIN_TRY(in.merged, book::merge(book(v.based_on), book(v.id), book(in.onto)));
  in.digest = book::digest_of(in.merged);
  return {};
}

Result<VersionView> merge(command::Tx& tx, const Step& in) {
  YILIN_TRY(RuleVersion v, stepped(tx, in, "merge"));
  if (!still_in_force(tx, in.onto)) return fail(yilin::errors::conflict);
  for (RuleFile& f : store::files(tx.db, tx.vault(), v.id)) {
    const policy::Source* now = book::find(in.merged, f.name);
    if (now == nullptr) {
      tx.db.queue("DELETE FROM rule_file WHERE id = ?", f.id);
    } else if (now->text != f.text) {
      f.text = now->text;
      f.digest = book::digest_of_text(f.text);
      f.bytes = static_cast<std::int64_t>(f.text.size());
      f.updated_by = tx.caller.user;
      f.updated_name = tx.caller.name;
      f.updated_at = tx.now;
      ++f.version;
      entity::store::update(tx.db, tx.vault(), "rule_file", f);
    }
  }
  const auto there = store::digests(tx.db, v.id);
  for (const policy::Source& s : in.merged) {
    if (std::ranges::find(there, s.name, &book::FileDigest::name) != there.end()) continue;
    RuleFile f{tx.new_id<RuleFileId>(), v.id, s.name, s.text, book::digest_of_text(s.text), static_cast<std::int64_t>(s.text.size()), tx.caller.user, tx.caller.name, tx.now, 1};
    entity::store::insert(tx.db, tx.vault(), "rule_file", f);
  }
  v.based_on = in.onto;
  v.digest = in.digest;
  return done(tx, std::move(v), "rules.merge");
}

Status prepare_schedule(command::Reader& reader, Schedule& in) {
  YILIN_TRY(const CompilationPtr checked, sound(reader, in.id));
  in.digest = checked->digest;
  in.rules = checked->rules;
  return {};
}

Result<VersionView> schedule(command::Tx& tx, const Schedule& in) {
  YILIN_TRY(RuleVersion v, stepped(tx, Step{in.id, in.version, {}, {}, {}, {}}, "schedule"));
  if (in.activate_on < tx.today()) return fail_field("activate_on", "施行日期", "施行日期不能早于今天。");
  if (in.activate_on > tx.today() + 3'660) return fail_field("activate_on", "施行日期", "施行日期不能在十年以后。");
  if (v.digest != in.digest) return fail(yilin::errors::conflict);
  if (!still_in_force(tx, v.based_on)) return fail(errors::base_moved);
  if (const auto other = store::in_state(tx.db, tx.vault(), State::scheduled); other && other->id != v.id)
    return fail(errors::already_scheduled, fmt::format("第 {} 版已排定于 {} 施行，请先撤回或等它施行。", other->number, to_string(other->activate_on)));
  v.activate_on = in.activate_on;
  tx.set_deadline(kActivation, v.id.value, std::max(tx.now, start_of_day(v.activate_on)));
  tx.after_commit([&kernel = tx.kernel, pinned = InForce{v.id, v.number, v.digest, in.rules}] { kernel.parts.get<Library>().pin(pinned); });
  return done(tx, std::move(v), "rules.schedule");
}

Result<std::shared_ptr<const BoundaryList>> boundary_of(command::Reader& reader, const RuleVersion& v) {
  YILIN_TRY(const CompilationPtr after, sound(reader, v.id));
  if (!v.based_on) return std::make_shared<const BoundaryList>();
  YILIN_TRY(const CompilationPtr before, compiled(reader, v.based_on, false));
  if (!before->ok()) return fail(broken(before->errors));
  return reader.kernel.parts.get<Library>().boundary(*before, *after);
}

Status prepare_confirm(command::Reader& reader, ConfirmBoundary& in) {
  YILIN_TRY(const RuleVersion v, known(reader, in.id));
  if (v.state != State::draft && v.state != State::in_review && v.state != State::reviewed)
    return fail(lifecycle::errors::illegal_move, "只有草拟和待复核、待签发的版本需要确认。");
  YILIN_TRY(const auto list, boundary_of(reader, v));
  for (const std::string& key : in.keys) {
    const auto found = std::ranges::find(list->cases, key, &BoundaryCase::key);
    if (found == list->cases.end()) return fail(yilin::errors::conflict, "边界情形已随规则变化，请刷新后再确认。");
    in.cases.push_back(*found);
  }
  return {};
}

Result<Confirmed> confirm(command::Tx& tx, const ConfirmBoundary& in) {
  YILIN_TRY(const RuleVersion v, [&]() -> Result<RuleVersion> {
    auto found = store::version(tx.db, tx.vault(), in.id);
    if (!found) return fail(yilin::errors::not_found);
    return std::move(*found);
  }());
  Confirmed out;
  for (const BoundaryCase& c : in.cases)
    out.confirmed += tx.db.exec(
        "INSERT INTO rule_boundary (id, version_id, case_key, benefit, region, month, example, facts, outcome, confirmed_by, confirmed_name, confirmed_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (version_id, case_key) DO NOTHING",
        tx.new_id<BoundaryId>(), v.id, c.key, c.benefit, c.region, c.month, c.example, c.facts, c.outcome, tx.caller.user, tx.caller.name, tx.now);
  if (out.confirmed == 0) tx.nothing_to_do();
  else tx.record(store::act(tx, "rules.confirm", v, {}, fmt::format(R"({{"cases":{}}})", out.confirmed)));
  return out;
}

}  // namespace yilin::policies
