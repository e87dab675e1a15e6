#pragma once
// Versions, files and confirmations in the database.

#include <optional>
#include <vector>

#include "kernel/command/tx.h"
#include "kernel/entity/store.h"
#include "modules/policy/book.h"
#include "modules/policy/policy.h"

namespace yilin::policies::store {

std::optional<RuleVersion> version(sql::Connection& db, const entity::Vault& vault, RuleVersionId id);
std::optional<RuleVersion> in_state(sql::Connection& db, const entity::Vault& vault, State state);  // active or scheduled: at most one
std::optional<RuleFile> file(sql::Connection& db, const entity::Vault& vault, RuleFileId id);
std::vector<RuleFile> files(sql::Connection& db, const entity::Vault& vault, RuleVersionId id);     // by name
book::Book book_of(const std::vector<RuleFile>& files);
std::vector<book::FileDigest> digests(sql::Connection& db, RuleVersionId id);
std::vector<std::string> confirmed(sql::Connection& db, RuleVersionId id);                          // keys, sorted

// Counts the row's version up and sets its time; the act that is recorded tells the browsers.
void put(command::Tx& tx, RuleVersion& version);
// A new version with these files (ids, authors and times are set here).
RuleVersion add(command::Tx& tx, RuleVersion version, std::vector<RuleFile> files);
journal::Act act(command::Tx& tx, std::string_view verb, const RuleVersion& version, std::string reason = {}, std::string payload = {});

}  // namespace yilin::policies::store
