#include "kernel/journal/verbs.h"

#include <map>
#include <mutex>

namespace yilin::journal {
namespace {
std::mutex mutex;
std::map<std::string_view, std::string_view>& labels() {
  static std::map<std::string_view, std::string_view> all;
  return all;
}
}  // namespace

void register_verbs(std::span<const VerbLabel> verbs) {
  const std::lock_guard lock(mutex);
  for (const auto& [verb, label] : verbs) labels().emplace(verb, label);
}

std::string_view verb_label(std::string_view verb) {
  const std::lock_guard lock(mutex);
  const auto found = labels().find(verb);
  return found == labels().end() ? verb : found->second;
}

std::vector<VerbLabel> verb_labels() {
  const std::lock_guard lock(mutex);
  return {labels().begin(), labels().end()};
}

}  // namespace yilin::journal
