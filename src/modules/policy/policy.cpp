#include "modules/policy/policy.h"

#include <algorithm>

#include "modules/policy/commands.h"
#include "modules/policy/permissions.h"
#include "modules/policy/store.h"

namespace yilin::policies {
namespace {

RuleVersionId or_present(command::Reader& reader, RuleVersionId id) { return id ? id : present(reader.kernel).version; }

// The book with the changes in it.
Result<book::Book> changed(command::Reader& reader, const std::vector<RuleFile>& base, const Changes& changes) {
  YILIN_TRY(book::Book book, book::with_files(store::book_of(base), changes.files));
  if (changes.parameters.empty()) return book;
  YILIN_TRY(const CompilationPtr c, reader.kernel.parts.get<Library>().compile(book, false));
  if (!c->ok()) return fail(broken(c->errors));
  return book::with_parameters(std::move(book), *c->rules, changes.parameters, reader.today());
}

}  // namespace

InForce present(Kernel& kernel) { return kernel.parts.get<Library>().present(); }
Rules in_force(Kernel& kernel) { return present(kernel).rules; }

Result<Rules> version(command::Reader& reader, RuleVersionId id) {
  if (InForce now = present(reader.kernel); now.version == id) return std::move(now.rules);
  YILIN_TRY(const CompilationPtr c, compiled(reader, id, false));
  if (!c->ok()) return fail(broken(c->errors));
  return c->rules;
}

Result<Rules> with_changes(command::Reader& reader, RuleVersionId base, const Changes& changes) {
  const RuleVersionId id = or_present(reader, base);
  if (changes.empty()) return version(reader, id);
  const auto files = store::files(reader.db, reader.kernel.vault, id);
  if (files.empty()) return fail(yilin::errors::not_found);
  YILIN_TRY(const book::Book book, changed(reader, files, changes));
  YILIN_TRY(const CompilationPtr c, reader.kernel.parts.get<Library>().compile(book, false));
  if (!c->ok()) return fail(broken(c->errors));
  return c->rules;
}

Result<std::vector<FileChange>> draft_changes(command::Reader& reader, RuleVersionId draft) {
  const auto row = store::version(reader.db, reader.kernel.vault, draft);
  if (!row) return fail(yilin::errors::not_found);
  if (row->based_on != present(reader.kernel).version) return fail(errors::base_moved);
  const auto before = store::files(reader.db, reader.kernel.vault, row->based_on), after = store::files(reader.db, reader.kernel.vault, draft);
  std::vector<FileChange> out;
  for (const RuleFile& f : after)
    if (const auto old = std::ranges::find(before, f.name, &RuleFile::name); old == before.end() || old->text != f.text) out.push_back({f.name, f.text});
  for (const RuleFile& f : before)
    if (std::ranges::find(after, f.name, &RuleFile::name) == after.end()) out.push_back({f.name, std::nullopt});
  if (out.empty()) return fail(errors::no_changes);
  return out;
}

Result<PreparedDraft> prepare_draft(command::Reader& reader, const NewDraft& in) {
  PreparedDraft out;
  out.based_on = or_present(reader, in.based_on);
  out.note = in.note;
  const auto base = store::files(reader.db, reader.kernel.vault, out.based_on);
  if (base.empty()) return fail(yilin::errors::not_found);
  YILIN_TRY(const book::Book book, changed(reader, base, in.changes));
  for (const policy::Source& s : book) {
    RuleFile f;
    if (const auto old = std::ranges::find(base, s.name, &RuleFile::name); old != base.end() && old->text == s.text) {
      f = *old;
    } else {
      f.name = s.name;
      f.text = s.text;
      f.digest = book::digest_of_text(s.text);
      f.bytes = static_cast<std::int64_t>(s.text.size());
    }
    out.files.push_back(std::move(f));
  }
  out.digest = book::digest_of(book);
  return out;
}

Result<RuleVersion> create_draft(command::Tx& tx, const PreparedDraft& in) {
  if (!tx.caller.may(rule_edit)) return fail(yilin::errors::forbidden);
  {
    auto rows = tx.db.rows("SELECT COUNT(*) FROM rule_version WHERE state < ?", State::active);
    if (rows.next() && rows.integer(0) >= kOpenVersionsMax) return fail(errors::too_large, "办理中的规则版本太多，请先撤回不用的草稿。");
  }
  RuleVersion v;
  v.based_on = in.based_on;
  v.digest = in.digest;
  v.note = in.note;
  v.author = tx.caller.user;
  v.author_name = tx.caller.name;
  std::vector<RuleFile> files = in.files;
  for (RuleFile& f : files) {
    if (f.updated_at) continue;
    f.updated_by = tx.caller.user;
    f.updated_name = tx.caller.name;
    f.updated_at = tx.now;
  }
  v = store::add(tx, std::move(v), std::move(files));
  tx.record(store::act(tx, "rules.begin", v));
  return v;
}

}  // namespace yilin::policies
