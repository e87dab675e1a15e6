// Every kind of mistake, each a file with the messages that it must give: lines "#= 行:列：消息" at its end.
// UPDATE_SNAPSHOTS=1 rewrites them.
#include <cstdlib>
#include <sstream>

#include "base/rng.h"
#include "engines/policy/policy_fixture.h"

namespace yilin::policy {
namespace {

constexpr std::string_view kMark = "#= ";

TEST(Corpus, EveryMistakeIsNamedAtItsPlace) {
  const std::vector<Source> files = sources_under("src/engines/policy/corpus");
  EXPECT_GE(files.size(), 60u);
  for (const Source& file : files) {
    std::string rules, expected, line;
    for (std::istringstream in(file.text); std::getline(in, line);) {
      if (line.starts_with(kMark)) expected += line.substr(kMark.size()) + "\n";
      else rules += line + "\n";
    }
    std::string found;
    for (const Diagnostic& d : build(rules, true).errors) {
      EXPECT_EQ(d.file, "规则.txt") << file.name;
      found += std::to_string(d.line) + ":" + std::to_string(d.column) + "：" + d.message + "\n";
    }
    EXPECT_FALSE(found.empty()) << file.name << " was accepted";
    if (std::getenv("UPDATE_SNAPSHOTS")) {
      std::ofstream out(std::filesystem::path(YILIN_SOURCE_DIR) / file.name, std::ios::binary);
      out << rules;
      for (std::istringstream in(found); std::getline(in, line);) out << kMark << line << "\n";
      continue;
    }
    EXPECT_EQ(found, expected) << file.name;
  }
}

TEST(Corpus, DamagedRulesNeverCrash) {
  std::string whole;
  for (const Source& s : sources_under("policy")) whole += s.text;
  Rng rng(1);
  for (int k = 0; k < 60; ++k) {
    std::string text = whole.substr(rng.below(whole.size()), 6'000);
    for (int n = 0; n < 12; ++n) {
      const std::size_t at = rng.below(text.size());
      switch (rng.below(3)) {
        case 0: text[at] = static_cast<char>(rng.below(256)); break;
        case 1: text.erase(at, rng.below(40)); break;
        default: text.insert(at, text.substr(rng.below(text.size()), rng.below(60)));
      }
    }
    const Compiled c = build(text, true);
    EXPECT_LE(c.errors.size(), kDiagnosticsMax);
  }
}

}  // namespace
}  // namespace yilin::policy
