#pragma once
// Rows of elders and everything that must change together with them: search tokens, population columns, pairs.
// All on the writer's thread inside a command, but for the first three.

#include <optional>
#include <string>
#include <vector>

#include "kernel/command/tx.h"
#include "modules/registry/memory.h"
#include "modules/registry/rules.h"
#include "modules/registry/types.h"

namespace yilin::registry::elder_store {

std::optional<Elder> load(sql::Connection& db, const Kernel& kernel, ElderId id);
std::vector<ElderLabel> labels_of(sql::Connection& db, const Kernel& kernel, ElderId id);
std::vector<Contact> contacts_of(sql::Connection& db, const Kernel& kernel, ElderId id, bool ended_too);

rules::CommunityOf community_of(Kernel& kernel);

// The elder behind an id (merges followed) if the caller may see her. Error: not_found.
Result<Elder> load_visible(command::Tx& tx, ElderId id);
// The same, who must be in use, and unchanged since the caller saw `version` (0: does not matter). Error: not_active, conflict.
Result<Elder> load_active(command::Tx& tx, ElderId id, std::int64_t version = 0);

// Error: already_registered or known_elsewhere when somebody else than `self` has the number.
Status check_card_free(command::Tx& tx, std::int64_t card, ElderId self);
// Who has the number, committed or not; merges followed.
std::optional<ElderId> holder_of(command::Tx& tx, std::int64_t card);

void fill_indexes(Elder& elder, const Tokens& tokens);

// A new elder with all that came with her. Her id is drawn here.
void insert(command::Tx& tx, Elder& elder, const std::vector<NewLabel>& labels, const std::vector<NewContact>& contacts);
// Writes `after` (version and time are set here) and brings tokens and memory after it.
void update(command::Tx& tx, const Elder& before, Elder& after);
// After labels have changed: the masks in memory, and the deadline of the next change.
void labels_changed(command::Tx& tx, ElderId id);
// Tokens of contacts' phones that came (+) or went (−).
void contact_phone_added(command::Tx& tx, const Elder& elder, std::int64_t phone_index);
void contact_phone_dropped(command::Tx& tx, const Elder& elder, std::int64_t phone_index);

void put_tokens(sql::Connection& db, RegionCode region, ElderId id, const std::vector<std::int64_t>& tokens);
void drop_tokens(sql::Connection& db, RegionCode region, ElderId id, const std::vector<std::int64_t>& tokens);
std::vector<std::int64_t> tokens_of(sql::Connection& db, const Kernel& kernel, const Elder& elder);

// {"changes":[{"field":…,"label":…,"before":…,"after":…}]} for the journal; secrets masked.
std::string changes_json(const Elder& before, const Elder& after);

Contact make_contact(command::Tx& tx, ElderId elder, const NewContact& in);
ElderLabel make_label(command::Tx& tx, ElderId elder, const NewLabel& in);

}  // namespace yilin::registry::elder_store
