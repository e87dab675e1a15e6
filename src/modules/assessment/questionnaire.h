#pragma once
// A questionnaire as data (data/assessment/README.md says what each part means) and what was answered to it. Travels as JSON
// to the form that renders any of them, and comes from data files or from FHIR.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "kernel/entity/codec.h"

namespace yilin::assessment {

enum class ItemKind : std::uint8_t { choice = 1, multiple = 2, text = 3 };
enum class Gather : std::uint8_t { sum = 1, most = 2 };
enum class Effect : std::uint8_t { at_least = 1, worsen = 2 };
std::span<const entity::EnumName> enum_names(ItemKind);
std::span<const entity::EnumName> enum_names(Gather);
std::span<const entity::EnumName> enum_names(Effect);

struct ItemOption {
  std::string code;
  std::int32_t score = 0;  // higher is better
  std::string text;
  static const entity::Table& fields();
};
struct Item {
  std::string code, title, hint;
  ItemKind kind = ItemKind::choice;
  bool required = false;   // must be answered before it is submitted
  std::vector<ItemOption> options;
  const ItemOption* option(std::string_view option_code) const;
  static const entity::Table& fields();
};
struct Section {
  std::string code, title;
  std::string scale;       // empty: information, not scored
  std::vector<Item> items;
  static const entity::Table& fields();
};
struct Scale {
  std::string code, title;
  static const entity::Table& fields();
};
struct Band {              // sums [low, high] of a scale are this grade; 0 is best
  std::string scale;
  std::int32_t grade = 0, low = 0, high = 0;
  static const entity::Table& fields();
};
struct MatrixRow {         // of a grade of the lead scale; column: the worst grade of the others
  std::vector<std::int32_t> levels;
  static const entity::Table& fields();
};
struct Level {
  std::int32_t level = 0;
  std::string name;
  std::optional<std::int32_t> ability;  // what the elder's record takes over; none: nothing
  static const entity::Table& fields();
};
struct TriggerSource {
  std::string item, option;             // no option: the score of what was chosen
  static const entity::Table& fields();
};
struct Trigger {
  std::string code, title;
  std::vector<TriggerSource> sources;
  Gather gather = Gather::sum;
  std::int32_t threshold = 1;
  Effect effect = Effect::worsen;
  std::int32_t amount = 1;              // at_least: the level; worsen: by how many
  std::string basis, confidence;
  static const entity::Table& fields();
};

struct Questionnaire {
  std::string code, version, title, standard;
  bool current = false;                 // false: for reading old records only
  Date valid_from, valid_to;
  std::string basis, confidence;
  std::vector<Section> sections;
  std::vector<Scale> scales;
  std::string lead_scale;
  std::vector<Band> bands;
  std::vector<MatrixRow> matrix;        // empty: the grade of the lead scale is the level
  std::vector<Level> levels;            // 0, 1, 2 …
  std::vector<Trigger> triggers;
  bool worsen_adds = true;              // false: only the strongest `worsen` counts
  std::string worsen_note;
  const Item* item(std::string_view item_code) const;
  const Level* level(std::int32_t n) const;
  bool used_on(Date day) const { return current && valid_from <= day && (!valid_to || day <= valid_to); }
  static const entity::Table& fields();
};

struct Answer {
  std::string item;
  std::vector<std::string> options;     // one of a choice, any of a multiple
  std::string text;
  std::string note;                     // what the assessors saw
  static const entity::Table& fields();
};

// What is wrong with a questionnaire, in a sentence: codes twice, sums without exactly one band, levels that are missing, a
// matrix of another shape or one that betters with a worse grade, triggers that read what need not be answered.
Status check(const Questionnaire& questionnaire);
// Reads and checks one. Error: errors::questionnaire_broken.
Result<Questionnaire> read_questionnaire(std::string_view json_text, Date today);
// Answers to items and options that are there, each once, of the right kind; unanswered is allowed. Error: fields "answers.N".
Status check_answers(const Questionnaire& questionnaire, std::span<const Answer> answers);
// Nothing chosen and nothing written: the same as no answer.
bool unanswered(const Answer& answer);

// The data files that came with the program.
std::span<const std::string_view> data_files();

}  // namespace yilin::assessment
