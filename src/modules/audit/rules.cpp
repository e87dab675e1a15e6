#include "modules/audit/rules.h"

#include "base/identity.h"
#include "kernel/journal/verbs.h"

namespace yilin::audit::rules {
namespace {
bool digit(char c) { return c >= '0' && c <= '9'; }
}  // namespace

std::string sentence_of(const journal::Entry& entry) {
  std::string out = entry.envelope == journal::Entry::Envelope::open ? entry.actor_name : "（姓名已清除）";
  if (out.empty()) out = "系统";
  out += entry.on_behalf_of ? " 代老人 " : " ";
  out += journal::verb_label(entry.verb);
  if (!entry.reason.empty()) out += "，原因：" + entry.reason;
  return out;
}

std::string mask_secrets(std::string_view text, Date today) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (!digit(text[i])) {
      out += text[i++];
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && digit(text[end])) ++end;
    std::size_t taken = end - i;
    if (taken == 17 && end < text.size() && (text[end] == 'X' || text[end] == 'x')) ++taken;
    const std::string_view number = text.substr(i, taken);
    if (taken == 18 || taken == 15) {
      const auto card = IdCard::parse(number, today);
      out += card ? card->masked() : std::string(number);
    } else if (taken >= 10 && taken <= 12) {
      const auto phone = Phone::parse(number);
      out += phone ? phone->masked() : std::string(number);
    } else {
      out += number;
    }
    i += taken;
  }
  return out;
}

std::string_view name_of(journal::Verdict::Finding finding) {
  using F = journal::Verdict::Finding;
  switch (finding) {
    case F::changed_row: return "changed_row";
    case F::moved_row: return "moved_row";
    case F::missing_row: return "missing_row";
    case F::cut_tail: return "cut_tail";
    case F::rewritten_chain: return "rewritten_chain";
    case F::payload_changed: return "payload_changed";
    case F::payload_missing: return "payload_missing";
    case F::bad_checkpoint: return "bad_checkpoint";
    case F::wrong_key: return "wrong_key";
  }
  return "";
}

}  // namespace yilin::audit::rules
