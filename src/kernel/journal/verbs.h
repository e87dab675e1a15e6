#pragma once
// Chinese labels of the journal's verbs, for people who read it. Every module hands its own to Module::verbs; main registers
// them at start-up.

#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace yilin::journal {

using VerbLabel = std::pair<std::string_view, std::string_view>;  // {"order.place", "下单"}; literals

void register_verbs(std::span<const VerbLabel> verbs);  // a verb registered again keeps its first label
std::string_view verb_label(std::string_view verb);     // the verb itself when it has none
std::vector<VerbLabel> verb_labels();                   // all, sorted by verb

}  // namespace yilin::journal
