#pragma once
// What the journal shows, purely.

#include <string>
#include <string_view>

#include "base/time.h"
#include "kernel/journal/journal.h"

namespace yilin::audit::rules {

// One readable sentence: "王敏 代老人 下单，原因：子女委托".
std::string sentence_of(const journal::Entry& entry);

// ID numbers and phones that stand in a text are masked, whatever put them there; other numbers (18-digit ids of rows)
// stay. A number counts only when no digit stands beside it.
std::string mask_secrets(std::string_view text, Date today);

std::string_view name_of(journal::Verdict::Finding finding);

}  // namespace yilin::audit::rules
