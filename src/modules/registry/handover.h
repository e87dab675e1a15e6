#pragma once
// Elders who change places between two authorities: one side asks, the other decides. Pull: whoever has a person's ID
// number before her asks for her record, and is told no more than that she is known elsewhere. Push: who has her hands
// her over.

#include "kernel/command/tx.h"
#include "modules/registry/views.h"

namespace yilin::registry::handover {

Result<MigrationView> ask(command::Tx& tx, const AskMigration& in);
Result<MigrationView> offer(command::Tx& tx, const HandOver& in);
Result<MigrationView> accept(command::Tx& tx, const DecideMigration& in);
Result<MigrationView> refuse(command::Tx& tx, const DecideMigration& in);
Result<MigrationView> withdraw(command::Tx& tx, const DecideMigration& in);
Result<MigrationPage> list(command::Reader& reader, const MigrationQuery& in);

}  // namespace yilin::registry::handover
