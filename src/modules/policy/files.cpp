// Files of a draft: typed whole, or one row of a table at a time.
#include <fmt/format.h>

#include "modules/policy/commands.h"
#include "modules/policy/queries.h"
#include "modules/policy/rules.h"
#include "modules/policy/store.h"

namespace yilin::policies {
namespace {

struct Open {
  RuleVersion version;
  RuleFile file;
};

Result<RuleVersion> editable(command::Tx& tx, RuleVersionId id) {
  auto found = store::version(tx.db, tx.vault(), id);
  if (!found) return fail(yilin::errors::not_found);
  return rules::moved(std::move(*found), "edit", tx.caller, whole_city(tx.kernel, tx.caller), tx.now);
}

Result<Open> open(command::Tx& tx, RuleFileId id, std::int64_t version) {
  auto file = store::file(tx.db, tx.vault(), id);
  if (!file) return fail(yilin::errors::not_found);
  YILIN_TRY(RuleVersion v, editable(tx, file->version_id));
  if (file->version != version)
    return fail(yilin::errors::conflict, fmt::format("“{}”刚由{}改动并保存，您的改动没有写入。请对照后再存。", file->name, file->updated_name));
  return Open{std::move(v), std::move(*file)};
}

std::string payload(const RuleFile& file, std::string_view before) {
  std::string out = "{\"file\":";
  entity::append_json_string(out, file.name);
  return out + fmt::format(R"(,"before":"{}","after":"{}","bytes":{}}})", before, file.digest, file.bytes);
}

Status fits(command::Tx& tx, RuleVersionId id) {
  auto rows = tx.db.rows("SELECT COUNT(*), CAST(SUM(bytes) AS BIGINT) FROM rule_file WHERE version_id = ?", id);
  rows.next();
  if (rows.integer(0) > static_cast<std::int64_t>(kFilesMax)) return fail(errors::too_large, fmt::format("一个版本最多 {} 个文件。", kFilesMax));
  if (rows.integer(1) > static_cast<std::int64_t>(kBookBytesMax)) return fail(errors::too_large, fmt::format("一个版本的规则合计不超过 {} KB。", kBookBytesMax / 1024));
  return {};
}

// The file is written; the version's digest follows.
Status sealed(command::Tx& tx, RuleVersion& v, const RuleFile& file, std::string_view verb, std::string_view before) {
  YILIN_CHECK(fits(tx, v.id));
  v.digest = book::digest_of(store::digests(tx.db, v.id));
  store::put(tx, v);
  tx.record(store::act(tx, verb, v, {}, payload(file, before)));
  return {};
}

Result<EditedFile> write(command::Tx& tx, Open at, const std::string& text, const std::string& digest) {
  command::Reader reader = tx.reader();
  if (at.file.digest == digest) {
    tx.nothing_to_do();
    return edited(reader, at.version, at.file);
  }
  const std::string before = at.file.digest;
  at.file.text = text;
  at.file.digest = digest;
  at.file.bytes = static_cast<std::int64_t>(text.size());
  at.file.updated_by = tx.caller.user;
  at.file.updated_name = tx.caller.name;
  at.file.updated_at = tx.now;
  ++at.file.version;
  entity::store::update(tx.db, tx.vault(), "rule_file", at.file);
  YILIN_CHECK(sealed(tx, at.version, at.file, "rules.edit", before));
  return edited(reader, at.version, at.file);
}

}  // namespace

Status prepare_save(command::Reader&, SaveFile& in) {
  YILIN_CHECK(book::check_text(in.text));
  in.digest = book::digest_of_text(in.text);
  return {};
}

Result<EditedFile> save_file(command::Tx& tx, const SaveFile& in) {
  YILIN_TRY(Open at, open(tx, in.id, in.version));
  return write(tx, std::move(at), in.text, in.digest);
}

Status prepare_row(command::Reader& reader, EditRow& in) {
  const auto file = store::file(reader.db, reader.kernel.vault, in.id);
  if (!file) return fail(yilin::errors::not_found);
  if (file->version != in.version) return {};  // the command says so, or replays its first answer
  YILIN_TRY(in.text, grid::edit(file->text, in.line, in.operation, in.cells));
  YILIN_CHECK(book::check_text(in.text));
  in.digest = book::digest_of_text(in.text);
  return {};
}

Result<EditedFile> edit_row(command::Tx& tx, const EditRow& in) {
  YILIN_TRY(Open at, open(tx, in.id, in.version));
  if (in.digest.empty()) return fail(yilin::errors::conflict);
  return write(tx, std::move(at), in.text, in.digest);
}

Status prepare_add(command::Reader&, AddFile& in) {
  YILIN_CHECK(book::check_name(in.name));
  YILIN_CHECK(book::check_text(in.text));
  in.digest = book::digest_of_text(in.text);
  return {};
}

Result<FileInfo> add_file(command::Tx& tx, const AddFile& in) {
  YILIN_TRY(RuleVersion v, editable(tx, in.id));
  if (tx.db.rows("SELECT 1 FROM rule_file WHERE version_id = ? AND name = ?", v.id, in.name).next()) return fail_field("name", "文件名", "已有同名文件。");
  RuleFile f{tx.new_id<RuleFileId>(), v.id, in.name, in.text, in.digest, static_cast<std::int64_t>(in.text.size()), tx.caller.user, tx.caller.name, tx.now, 1};
  entity::store::insert(tx.db, tx.vault(), "rule_file", f);
  YILIN_CHECK(sealed(tx, v, f, "rules.add_file", ""));
  command::Reader reader = tx.reader();
  return edited(reader, v, f).file;
}

Result<VersionView> remove_file(command::Tx& tx, const RemoveFile& in) {
  YILIN_TRY(Open at, open(tx, in.id, in.version));
  tx.db.exec("DELETE FROM rule_file WHERE id = ?", at.file.id);
  if (store::digests(tx.db, at.version.id).empty()) return fail_field("id", "文件", "一个版本至少有一个文件。");
  YILIN_CHECK(sealed(tx, at.version, at.file, "rules.remove_file", at.file.digest));
  command::Reader reader = tx.reader();
  return view_of(reader, std::move(at.version));
}

}  // namespace yilin::policies
