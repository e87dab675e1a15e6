#pragma once
// Commands about one elder. Each loads, lets rules.h decide, writes, records one act and announces what happened.

#include "kernel/command/tx.h"
#include "modules/registry/views.h"

namespace yilin::registry::commands {

inline constexpr std::size_t kContactsMax = 30;  // of one elder, not ended

Result<Created> create(command::Tx& tx, const NewElder& in, Source source);
Result<Written> update(command::Tx& tx, const UpdateElder& in);
Result<Revealed> reveal(command::Tx& tx, const RevealField& in);
Result<Written> report_death(command::Tx& tx, const ReportDeath& in);
Result<Written> leave(command::Tx& tx, const LeaveCity& in);
Result<Written> restore(command::Tx& tx, const WithReason& in);
Result<Written> move(command::Tx& tx, const MoveElder& in);

Result<Written> add_label(command::Tx& tx, const AddLabel& in);
Result<Written> end_label(command::Tx& tx, const EndLabel& in);
Result<Written> verify_label(command::Tx& tx, const VerifyLabel& in);
Result<Written> add_contact(command::Tx& tx, const AddContact& in);
Result<Written> update_contact(command::Tx& tx, const UpdateContact& in);
Result<Written> end_contact(command::Tx& tx, const EndContact& in);
Result<Written> join_household(command::Tx& tx, const JoinHousehold& in);

// Writes the elder into another community; for move and for accepted migrations. Announces ElderMoved.
Status relocate(command::Tx& tx, const Elder& before, Elder& after);

// An act about this elder, seen in her community.
journal::Act act(std::string_view verb, const Elder& elder, std::string_view reason = {}, std::string payload = {});
// The deadline "registry.label".
Status label_due(command::Tx& tx, const command::Deadline& deadline);

}  // namespace yilin::registry::commands
