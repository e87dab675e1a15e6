#include "modules/policy/queries.h"

#include <algorithm>
#include <map>

#include "kernel/journal/verbs.h"
#include "modules/policy/commands.h"
#include "modules/policy/rules.h"
#include "modules/policy/store.h"
#include "modules/policy/words.h"

namespace yilin::policies {
namespace {

std::vector<GridView> grids_of(const std::string& text) {
  std::vector<GridView> out;
  for (grid::Grid& g : grid::read(text)) {
    if (out.size() >= kTablesMax) break;
    GridView view{g.kind, std::move(g.name), g.line, std::move(g.columns), {}};
    for (grid::Row& row : g.rows) view.rows.push_back({row.line, std::move(row.cells)});
    if (view.rows.size() > kRowsMax) view.rows.resize(kRowsMax);
    out.push_back(std::move(view));
  }
  return out;
}

FileInfo info_of(const RuleFile& f, const std::vector<book::FileDigest>& base) {
  const auto there = std::ranges::find(base, f.name, &book::FileDigest::name);
  const FileState state = there == base.end() ? FileState::added : there->digest == f.digest ? FileState::same : FileState::changed;
  return {f.id, f.name, f.digest, f.bytes, f.version, state, f.updated_name, f.updated_at};
}

Result<RuleVersion> known(command::Reader& reader, RuleVersionId id) {
  auto found = store::version(reader.db, reader.kernel.vault, id);
  if (!found) return fail(yilin::errors::not_found);
  return std::move(*found);
}

}  // namespace

VersionView view_of(command::Reader& reader, RuleVersion v) {
  VersionView out;
  std::vector<book::FileDigest> base = v.based_on ? store::digests(reader.db, v.based_on) : store::digests(reader.db, v.id);
  {
    // Without the texts.
    auto rows = reader.db.rows("SELECT id, name, digest, bytes, version, updated_name, updated_at FROM rule_file WHERE version_id = ?", v.id);
    while (rows.next()) {
      RuleFile f;
      f.id = rows.id<RuleFileId>(0);
      f.name = rows.str(1);
      f.digest = rows.str(2);
      f.bytes = rows.integer(3);
      f.version = rows.integer(4);
      f.updated_name = rows.str(5);
      f.updated_at = {rows.integer(6)};
      out.files.push_back(info_of(f, base));
    }
  }
  std::ranges::sort(out.files, {}, &FileInfo::name);
  for (const book::FileDigest& b : base)
    if (std::ranges::find(out.files, b.name, &FileInfo::name) == out.files.end()) out.removed_files.push_back(b.name);
  std::ranges::sort(out.removed_files);
  if (v.based_on)
    if (auto rows = reader.db.rows("SELECT number FROM rule_version WHERE id = ?", v.based_on); rows.next()) out.based_on_number = rows.integer(0);
  out.base_in_force = v.based_on == present(reader.kernel).version;
  out.may = rules::possible(v, reader.caller, whole_city(reader.kernel, reader.caller));
  out.version = std::move(v);
  return out;
}

EditedFile edited(command::Reader& reader, const RuleVersion& version, const RuleFile& file) {
  return {info_of(file, store::digests(reader.db, version.based_on)), file.text, grids_of(file.text)};
}

Result<http::Page<RuleVersion>> list_versions(command::Reader& reader, const VersionQuery& in) {
  auto statement = entity::store::select<RuleVersion>("rule_version", "v").add(" WHERE 1 = 1");
  if (in.state) statement.add(" AND v.state = ?", *in.state);
  if (in.cursor) statement.add(" AND v.id < ?", in.cursor);
  statement.add(" ORDER BY v.id DESC LIMIT ?", in.limit + 1);
  http::Page<RuleVersion> page;
  auto rows = reader.db.rows(statement);
  while (rows.next()) page.items.push_back(entity::store::read<RuleVersion>(rows, reader.kernel.vault, "rule_version"));
  if (static_cast<std::int64_t>(page.items.size()) > in.limit) {
    page.items.pop_back();
    page.next = std::to_string(page.items.back().id.value);
  }
  return page;
}

Result<VersionView> show_version(command::Reader& reader, const VersionPath& in) {
  YILIN_TRY(RuleVersion v, known(reader, in.id));
  return view_of(reader, std::move(v));
}

Result<History> history(command::Reader& reader, const VersionPath& in) {
  YILIN_TRY(const RuleVersion v, known(reader, in.id));
  journal::Filter filter;
  filter.subject_kind = "rule_version";
  filter.subject = v.id.value;
  filter.limit = http::kPageMax;
  History out;
  for (journal::Entry& e : reader.kernel.journal->entries(reader.db, filter)) {
    HistoryRow row{e.seq, e.at, e.actor_name, e.verb, std::string(journal::verb_label(e.verb)), e.reason, {}};
    boost::system::error_code wrong;
    const entity::json::value payload = entity::json::parse(e.payload, wrong);
    if (!wrong && payload.is_object())
      if (const auto* file = payload.as_object().if_contains("file"); file != nullptr && file->is_string()) row.file = std::string(file->as_string());
    out.items.push_back(std::move(row));
  }
  return out;
}

Result<RuleFile> show_file(command::Reader& reader, const FilePath& in) {
  auto found = store::file(reader.db, reader.kernel.vault, in.id);
  if (!found) return fail(yilin::errors::not_found);
  return std::move(*found);
}

Result<FileTables> tables(command::Reader& reader, const FilePath& in) {
  YILIN_TRY(const RuleFile file, show_file(reader, in));
  return FileTables{file.id, file.version, grids_of(file.text)};
}

Result<BoundaryReport> boundary(command::Reader& reader, const VersionPath& in) {
  YILIN_TRY(const RuleVersion v, known(reader, in.id));
  YILIN_TRY(const auto list, boundary_of(reader, v));
  std::map<std::string, std::pair<std::string, Instant>> confirmed;
  {
    auto rows = reader.db.rows("SELECT case_key, confirmed_name, confirmed_at FROM rule_boundary WHERE version_id = ?", v.id);
    while (rows.next()) confirmed[rows.str(0)] = {rows.str(1), Instant{rows.integer(2)}};
  }
  BoundaryReport out;
  out.more = list->more;
  for (const BoundaryCase& c : list->cases) {
    BoundaryView view{c.key, c.benefit, c.region_name, c.example, c.facts, c.outcome, c.before, c.month, c.before != c.outcome, {}, {}};
    if (const auto found = confirmed.find(c.key); found != confirmed.end()) std::tie(view.confirmed_name, view.confirmed_at) = found->second;
    else ++out.unconfirmed;
    out.items.push_back(std::move(view));
  }
  return out;
}

Result<diff::Report> differences(command::Reader& reader, const DiffQuery& in) {
  YILIN_CHECK(known(reader, in.from));
  YILIN_CHECK(known(reader, in.to));
  YILIN_TRY(const CompilationPtr before, compiled(reader, in.from, false));
  YILIN_TRY(const CompilationPtr after, compiled(reader, in.to, false));
  for (const CompilationPtr& c : {before, after})
    if (!c->ok()) return fail(broken(c->errors));
  return diff::compare(*before->rules, *after->rules);
}

Result<CheckReport> check(command::Reader& reader, const CheckInput& in) {
  const RuleVersionId id = in.version_id ? in.version_id : present(reader.kernel).version;
  YILIN_CHECK(known(reader, id));
  YILIN_TRY(const book::Book book, book::with_files(store::book_of(store::files(reader.db, reader.kernel.vault, id)), in.files));
  YILIN_TRY(const CompilationPtr c, reader.kernel.parts.get<Library>().compile(book, true));
  const policy::RuleSet& set = *c->rules;
  CheckReport out;
  out.ok = c->ok();
  out.digest = c->digest;
  for (const policy::Diagnostic& d : c->errors) out.errors.push_back({d.file, d.line, d.column, d.message});
  out.contexts = c->proofs.contexts;
  out.tables = c->proofs.tables;
  out.examples = c->proofs.examples;
  out.rules = static_cast<std::int64_t>(set.versions.size() + set.relations.size());
  out.benefits = static_cast<std::int64_t>(std::ranges::count(set.names, policy::NameKind::benefit, &policy::Name::kind));
  // Examples run only when all the rest is right; of more than kDiagnosticsMax that fail the others' fate is not known.
  const bool run = c->proofs.examples > 0, cut = c->errors.size() >= policy::kDiagnosticsMax;
  for (const policy::Version& v : set.versions)
    for (const policy::Example& e : v.examples) {
      if (out.example_rows.size() >= kExampleRowsMax) return out;
      ExampleRow row{set.sources[static_cast<std::size_t>(e.at.file)].name, e.at.line, set.name(v.name).text, words::line(set, e.at), ExampleState::not_run, {}};
      const auto failed = std::ranges::find_if(c->errors, [&](const policy::Diagnostic& d) { return d.file == row.file && d.line == e.at.line && d.column == e.at.column; });
      if (failed != c->errors.end()) row.message = failed->message;
      if (run && !(cut && failed == c->errors.end())) row.state = failed == c->errors.end() ? ExampleState::passed : ExampleState::failed;
      out.example_rows.push_back(std::move(row));
    }
  return out;
}

}  // namespace yilin::policies
