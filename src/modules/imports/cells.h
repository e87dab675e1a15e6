#pragma once
// From what people write in a cell to domain values, through the codecs of fields(); every fault names its column.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/money.h"
#include "kernel/access/access.h"
#include "modules/imports/sheet.h"
#include "modules/region/region.h"

namespace yilin::imports {

// 低保户 → 低保, 独居老人 → 独居, 1级 → 轻度失能: the words of files for the words of our enums.
std::string canonical_word(std::string_view word);
// 2026年1月5日, 2026.1.5 → 2026-1-5; a time after it is kept.
std::string canonical_date(std::string_view text);
// Parted by 、 ， , ； ; / | or blanks.
std::vector<std::string> split_list(std::string_view text);

class Cells {
 public:
  Cells(const Sheet& sheet, Kind kind, Date today) : sheet_(sheet), kind_(kind), input_{today, {}} {}

  std::string_view cell(std::string_view field) const { return sheet_.cell(field); }
  bool has(std::string_view field) const { return !cell(field).empty(); }
  // The column's own label, for sentences.
  std::string_view label(std::string_view field) const;
  void wrong(std::string_view field, std::string message);
  void take(const Error& error);  // field errors of a rule

  // Through the codec of member `member` of the struct; an empty cell leaves it as it is.
  template <entity::HasFields T>
  void read(std::string_view field, T& object, std::string_view member) {
    read(field, T::fields(), &object, member);
  }
  // A list of enums or of other things with a codec.
  template <class E>
  void read_words(std::string_view field, std::vector<E>& out) {
    for (const std::string& word : split_list(cell(field))) {
      const std::string canonical = canonical_word(word);
      if (word == "无" || word == "没有") continue;
      const entity::EnumName* found = nullptr;
      for (const entity::EnumName& name : enum_names(E{}))
        if (name.label == canonical || name.code == canonical) found = &name;
      if (found == nullptr) wrong(field, "没有“" + std::string(text_in_message(word)) + "”这一项。");
      else out.push_back(static_cast<E>(found->value));
    }
  }
  std::string text(std::string_view field, std::size_t chars_max);
  bool yes(std::string_view field);
  std::int64_t degrees_e6(std::string_view field);
  std::optional<std::int64_t> whole(std::string_view field, std::int64_t least, std::int64_t most);
  std::optional<Fen> yuan(std::string_view field);
  std::optional<Instant> when(std::string_view field);
  std::optional<std::int32_t> clock_minutes(std::string_view field);

  Date today() const { return input_.today; }
  bool sound() const { return input_.errors.empty(); }
  std::vector<FieldError> take_errors() { return std::move(input_.errors); }

 private:
  void read(std::string_view field, const entity::Table& table, void* object, std::string_view member);
  static std::string_view text_in_message(std::string_view text);
  const Sheet& sheet_;
  Kind kind_;
  entity::Input input_;
};

// Divisions as files name them, within what the importer may touch.
class Places {
 public:
  Places(Kernel& kernel, const access::Caller& caller, RegionCode home);
  // The division that the text means. A fault when there is none, or several, or it lies outside the importer's regions.
  std::optional<RegionCode> find(Cells& cells, std::string_view field, std::string_view text);
  // Anywhere in the city (where an organisation serves).
  std::optional<RegionCode> find_in_city(Cells& cells, std::string_view field, std::string_view text);

 private:
  static constexpr std::size_t kKnownMax = 65'536;
  std::optional<RegionCode> resolve(std::string_view text);
  std::shared_ptr<const region::Divisions> divisions_;
  const access::Caller& caller_;
  RegionCode home_;
  std::unordered_map<std::string, std::optional<RegionCode>> known_;
};

}  // namespace yilin::imports
