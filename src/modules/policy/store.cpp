#include "modules/policy/store.h"

#include <algorithm>

#include "kernel/entity/json.h"
#include "modules/region/region.h"

namespace yilin::policies::store {
namespace {

constexpr sql::Literal kVersions = "rule_version", kFiles = "rule_file";

std::optional<RuleVersion> one_version(sql::Connection& db, const entity::Vault& vault, const sql::Statement& statement) {
  auto rows = db.rows(statement);
  if (!rows.next()) return std::nullopt;
  return entity::store::read<RuleVersion>(rows, vault, kVersions);
}

}  // namespace

std::optional<RuleVersion> version(sql::Connection& db, const entity::Vault& vault, RuleVersionId id) {
  return one_version(db, vault, entity::store::select<RuleVersion>(kVersions, "v").add(" WHERE v.id = ?", id));
}
std::optional<RuleVersion> in_state(sql::Connection& db, const entity::Vault& vault, State state) {
  return one_version(db, vault, entity::store::select<RuleVersion>(kVersions, "v").add(" WHERE v.state = ?", state));
}

std::optional<RuleFile> file(sql::Connection& db, const entity::Vault& vault, RuleFileId id) {
  auto rows = db.rows(entity::store::select<RuleFile>(kFiles, "f").add(" WHERE f.id = ?", id));
  if (!rows.next()) return std::nullopt;
  return entity::store::read<RuleFile>(rows, vault, kFiles);
}

std::vector<RuleFile> files(sql::Connection& db, const entity::Vault& vault, RuleVersionId id) {
  std::vector<RuleFile> out;
  {
    auto rows = db.rows(entity::store::select<RuleFile>(kFiles, "f").add(" WHERE f.version_id = ?", id));
    while (rows.next()) out.push_back(entity::store::read<RuleFile>(rows, vault, kFiles));
  }
  std::ranges::sort(out, {}, &RuleFile::name);
  return out;
}

book::Book book_of(const std::vector<RuleFile>& files) {
  book::Book out;
  for (const RuleFile& f : files) out.push_back({f.name, f.text});
  return out;
}

std::vector<book::FileDigest> digests(sql::Connection& db, RuleVersionId id) {
  std::vector<book::FileDigest> out;
  auto rows = db.rows("SELECT name, digest FROM rule_file WHERE version_id = ?", id);
  while (rows.next()) out.push_back({rows.str(0), rows.str(1)});
  return out;
}

std::vector<std::string> confirmed(sql::Connection& db, RuleVersionId id) {
  std::vector<std::string> out;
  {
    auto rows = db.rows("SELECT case_key FROM rule_boundary WHERE version_id = ?", id);
    while (rows.next()) out.push_back(rows.str(0));
  }
  std::ranges::sort(out);
  return out;
}

void put(command::Tx& tx, RuleVersion& version) {
  ++version.version;
  version.updated_at = tx.now;
  entity::store::update(tx.db, tx.vault(), kVersions, version);
}

RuleVersion add(command::Tx& tx, RuleVersion version, std::vector<RuleFile> files) {
  version.id = tx.new_id<RuleVersionId>();
  {
    auto rows = tx.db.rows("SELECT MAX(number) FROM rule_version");
    version.number = rows.next() ? rows.integer(0) + 1 : 1;
  }
  version.created_at = version.updated_at = tx.now;
  entity::store::insert(tx.db, tx.vault(), kVersions, version);
  for (RuleFile& f : files) {
    f.id = tx.new_id<RuleFileId>();
    f.version_id = version.id;
    f.version = 1;
    entity::store::insert(tx.db, tx.vault(), kFiles, f);
  }
  return version;
}

journal::Act act(command::Tx& tx, std::string_view verb, const RuleVersion& version, std::string reason, std::string payload) {
  return {verb, "rule_version", version.id.value, region::city(tx.kernel), {}, std::move(reason), payload.empty() ? entity::to_json(version) : std::move(payload)};
}

}  // namespace yilin::policies::store
