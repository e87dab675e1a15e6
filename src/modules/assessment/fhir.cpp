#include "modules/assessment/fhir.h"

#include <fmt/format.h>

#include "base/text.h"
#include "kernel/entity/json.h"
#include "modules/assessment/assessment.h"

namespace yilin::assessment::fhir {
namespace {
namespace json = boost::json;

constexpr std::string_view kCanonical = "urn:yilin:questionnaire:";
constexpr std::string_view kScoring = "urn:yilin:fhir:scoring", kScale = "urn:yilin:fhir:scale", kHint = "urn:yilin:fhir:hint";
constexpr std::string_view kNote = "urn:yilin:fhir:note", kTotal = "urn:yilin:fhir:total", kLevel = "urn:yilin:fhir:level";
constexpr std::string_view kConfidence = "urn:yilin:fhir:confidence";
constexpr std::string_view kOrdinal = "http://hl7.org/fhir/StructureDefinition/ordinalValue";

tl::unexpected<Error> refused(std::string message) { return fail_field("document", "文件", std::move(message)); }

void extend(json::object& out, std::string_view url, std::string_view type, json::value value) {
  json::object extension{{"url", url}};
  extension[type] = std::move(value);
  if (!out.contains("extension")) out["extension"] = json::array{};
  out["extension"].as_array().push_back(std::move(extension));
}

// What follows reads whatever is there: a member of another type is as if it were missing.
const json::object* object_in(const json::value* value) { return value ? value->if_object() : nullptr; }
std::string text_in(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const json::string* text = value ? value->if_string() : nullptr;
  return text ? std::string(text->data(), text->size()) : std::string();
}
bool flag_in(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value && value->is_bool() && value->get_bool();
}
const json::array& array_in(const json::object& object, std::string_view name) {
  static const json::array none;
  const json::value* value = object.if_contains(name);
  const json::array* array = value ? value->if_array() : nullptr;
  return array ? *array : none;
}
std::optional<std::int32_t> number_of(const json::value* value) {
  if (!value || !value->is_number()) return std::nullopt;
  const double number = value->to_number<double>();
  if (number < -1000 || number > 1000 || number != static_cast<double>(static_cast<std::int32_t>(number))) return std::nullopt;
  return static_cast<std::int32_t>(number);
}
const json::value* extension_in(const json::object& object, std::string_view url, std::string_view type) {
  for (const json::value& value : array_in(object, "extension")) {
    const json::object* extension = value.if_object();
    if (extension && text_in(*extension, "url") == url) return extension->if_contains(type);
  }
  return nullptr;
}
std::string text_extension(const json::object& object, std::string_view url) {
  const json::value* value = extension_in(object, url, "valueString");
  const json::string* text = value ? value->if_string() : nullptr;
  return text ? std::string(text->data(), text->size()) : std::string();
}

std::string canonical(const Questionnaire& q) { return fmt::format("{}{}|{}", kCanonical, q.code, q.version); }

// Scales, bands, matrix, levels and triggers: the same JSON as in the data files.
std::string scoring_text(const Questionnaire& q) {
  Questionnaire rules;
  rules.code = q.code;
  rules.version = q.version;
  rules.title = q.title;
  rules.scales = q.scales;
  rules.lead_scale = q.lead_scale;
  rules.bands = q.bands;
  rules.matrix = q.matrix;
  rules.levels = q.levels;
  rules.triggers = q.triggers;
  rules.worsen_adds = q.worsen_adds;
  rules.worsen_note = q.worsen_note;
  return entity::to_json(rules);
}

json::object write_item(const Item& item) {
  json::object out{{"linkId", item.code}, {"text", item.title}, {"type", item.kind == ItemKind::text ? "text" : "choice"}, {"required", item.required}};
  if (item.kind == ItemKind::multiple) out["repeats"] = true;
  if (!item.hint.empty()) extend(out, kHint, "valueString", json::value(item.hint));
  json::array options;
  for (const ItemOption& o : item.options) {
    json::object coding{{"code", o.code}, {"display", o.text}};
    extend(coding, kOrdinal, "valueDecimal", json::value(o.score));
    options.push_back(json::object{{"valueCoding", std::move(coding)}});
  }
  if (!options.empty()) out["answerOption"] = std::move(options);
  return out;
}

Result<Item> read_item(const json::object& in) {
  Item item;
  item.code = text_in(in, "linkId");
  item.title = text_in(in, "text");
  item.hint = text_extension(in, kHint);
  item.required = flag_in(in, "required");
  const std::string type = text_in(in, "type");
  if (item.code.empty() || item.title.empty()) return refused("有项目缺少 linkId 或 text。");
  if (type == "text" || type == "string") {
    item.kind = ItemKind::text;
    return item;
  }
  if (type != "choice") return refused(fmt::format("项目“{}”的类型“{}”不能导入，只支持 choice、text 和 string。", item.title, type));
  item.kind = flag_in(in, "repeats") ? ItemKind::multiple : ItemKind::choice;
  for (const json::value& value : array_in(in, "answerOption")) {
    const json::object* option = value.if_object();
    const json::object* coding = option ? object_in(option->if_contains("valueCoding")) : nullptr;
    if (!coding) return refused(fmt::format("项目“{}”有选项不是 valueCoding。", item.title));
    item.options.push_back({text_in(*coding, "code"), number_of(extension_in(*coding, kOrdinal, "valueDecimal")).value_or(0), text_in(*coding, "display")});
    if (item.options.back().code.empty()) return refused(fmt::format("项目“{}”有选项没有编码。", item.title));
  }
  return item;
}

Result<json::object> resource(std::string_view text, std::string_view type) {
  auto parsed = entity::parse_json(text);
  if (!parsed) return refused(std::string(parsed.error().message()));
  if (!parsed->is_object() || text_in(parsed->get_object(), "resourceType") != type) return refused(fmt::format("这不是 FHIR R4 的 {} 资源。", type));
  return std::move(parsed->get_object());
}

}  // namespace

std::string write_questionnaire(const Questionnaire& q) {
  json::object out{{"resourceType", "Questionnaire"},
                   {"url", fmt::format("{}{}", kCanonical, q.code)},
                   {"version", q.version},
                   {"name", q.code},
                   {"title", q.title},
                   {"status", q.current ? "active" : "retired"},
                   {"subjectType", json::array{"Patient"}},
                   {"purpose", q.basis},
                   {"publisher", q.standard}};
  extend(out, kScoring, "valueString", json::value(scoring_text(q)));
  if (!q.confidence.empty()) extend(out, kConfidence, "valueString", json::value(q.confidence));
  json::object period;
  if (q.valid_from) period["start"] = to_string(q.valid_from);
  if (q.valid_to) period["end"] = to_string(q.valid_to);
  if (!period.empty()) out["effectivePeriod"] = std::move(period);
  json::array groups;
  for (const Section& s : q.sections) {
    json::object group{{"linkId", s.code}, {"text", s.title}, {"type", "group"}};
    if (!s.scale.empty()) extend(group, kScale, "valueString", json::value(s.scale));
    json::array items;
    for (const Item& i : s.items) items.push_back(write_item(i));
    group["item"] = std::move(items);
    groups.push_back(std::move(group));
  }
  out["item"] = std::move(groups);
  return json::serialize(out);
}

Result<Questionnaire> read_questionnaire(std::string_view text) {
  YILIN_TRY(const json::object in, resource(text, "Questionnaire"));
  const std::string scoring = text_extension(in, kScoring);
  if (scoring.empty()) return refused("量表没有计分规则（扩展 urn:yilin:fhir:scoring），不能用于评定等级。");
  auto rules = entity::from_json<Questionnaire>(scoring, Date{});
  if (!rules) return refused("量表的计分规则读不懂。");
  Questionnaire q = std::move(*rules);
  q.code = text_in(in, "name");
  q.version = text_in(in, "version");
  q.title = text_in(in, "title");
  q.standard = text_in(in, "publisher");
  q.basis = text_in(in, "purpose");
  q.confidence = text_extension(in, kConfidence);
  q.current = text_in(in, "status") == "active";
  if (q.code.empty() || q.code.size() > 40 || q.version.empty() || q.version.size() > 40 || q.title.empty()) return refused("量表缺少 name、version 或 title，或过长。");
  if (const json::object* period = object_in(in.if_contains("effectivePeriod"))) {
    if (const auto from = Date::parse(text_in(*period, "start"))) q.valid_from = *from;
    if (const auto to = Date::parse(text_in(*period, "end"))) q.valid_to = *to;
  }
  std::size_t count = 0;
  for (const json::value& value : array_in(in, "item")) {
    const json::object* group = value.if_object();
    if (!group || text_in(*group, "type") != "group") return refused("量表的第一层应都是 group。");
    Section section{text_in(*group, "linkId"), text_in(*group, "text"), text_extension(*group, kScale), {}};
    if (section.code.empty() || section.title.empty()) return refused("有部分缺少 linkId 或 text。");
    for (const json::value& each : array_in(*group, "item")) {
      const json::object* item = each.if_object();
      if (!item || ++count > kItemsMax) return refused("量表的项目读不懂，或多于 1000 项。");
      YILIN_TRY(Item read, read_item(*item));
      section.items.push_back(std::move(read));
    }
    q.sections.push_back(std::move(section));
  }
  // Lengths and bounds are those of the data files.
  auto again = entity::from_json<Questionnaire>(entity::to_json(q), Date{});
  if (!again) return refused(again.error().fields.empty() ? "量表内容过长或超出范围。" : again.error().fields[0].message);
  return q;
}

std::string write_response(const Questionnaire& q, const Response& r) {
  json::object out{{"resourceType", "QuestionnaireResponse"}, {"questionnaire", canonical(q)}, {"status", r.status}};
  if (!r.subject.empty()) out["subject"] = json::object{{"reference", r.subject}};
  if (!r.author.empty()) out["author"] = json::object{{"display", r.author}};
  if (r.authored) out["authored"] = to_string(r.authored);
  if (r.total) extend(out, kTotal, "valueInteger", json::value(*r.total));
  if (r.level) extend(out, kLevel, "valueInteger", json::value(*r.level));
  json::array groups;
  for (const Section& s : q.sections) {
    json::array items;
    for (const Item& i : s.items)
      for (const Answer& a : r.answers) {
        if (a.item != i.code) continue;
        json::object item{{"linkId", i.code}, {"text", i.title}};
        if (!a.note.empty()) extend(item, kNote, "valueString", json::value(a.note));
        json::array given;
        if (!a.text.empty()) given.push_back(json::object{{"valueString", a.text}});
        for (const std::string& code : a.options) {
          json::object coding{{"code", code}};
          if (const ItemOption* option = i.option(code)) {
            coding["display"] = option->text;
            extend(coding, kOrdinal, "valueDecimal", json::value(option->score));
          }
          given.push_back(json::object{{"valueCoding", std::move(coding)}});
        }
        if (!given.empty()) item["answer"] = std::move(given);
        items.push_back(std::move(item));
      }
    if (!items.empty()) groups.push_back(json::object{{"linkId", s.code}, {"text", s.title}, {"item", std::move(items)}});
  }
  out["item"] = std::move(groups);
  return json::serialize(out);
}

namespace {

// Items in items, to any depth that JSON was read to.
Status read_answers(const json::array& items, std::vector<Answer>& out) {
  for (const json::value& value : items) {
    const json::object* item = value.if_object();
    if (!item || out.size() >= kItemsMax) return refused("作答读不懂，或多于 1000 项。");
    YILIN_CHECK(read_answers(array_in(*item, "item"), out));
    Answer answer{text_in(*item, "linkId"), {}, {}, text_extension(*item, kNote)};
    for (const json::value& each : array_in(*item, "answer")) {
      const json::object* given = each.if_object();
      if (!given) return refused("作答读不懂。");
      if (const json::object* coding = object_in(given->if_contains("valueCoding"))) answer.options.push_back(text_in(*coding, "code"));
      else if (given->contains("valueString")) answer.text = text_in(*given, "valueString");
      else return refused(fmt::format("项目“{}”的作答不是 valueCoding 或 valueString。", answer.item));
    }
    if (!unanswered(answer) || !answer.note.empty()) out.push_back(std::move(answer));
  }
  return {};
}

}  // namespace

Result<Response> read_response(std::string_view text) {
  YILIN_TRY(const json::object in, resource(text, "QuestionnaireResponse"));
  Response out;
  std::string url = text_in(in, "questionnaire");
  if (!url.starts_with(kCanonical)) return refused("不认识这个量表。");
  url.erase(0, kCanonical.size());
  const std::size_t bar = url.find('|');
  out.questionnaire = url.substr(0, bar);
  if (bar != std::string::npos) out.version = url.substr(bar + 1);
  out.status = text_in(in, "status");
  if (out.status != "completed" && out.status != "amended") return refused("只能导入已完成（completed 或 amended）的评估。");
  if (const json::object* subject = object_in(in.if_contains("subject"))) out.subject = text_in(*subject, "reference");
  if (const json::object* author = object_in(in.if_contains("author"))) out.author = text_in(*author, "display");
  if (text::length(out.author) > 100 || !text::valid(out.author)) return refused("评估人姓名过长，或含有不能使用的字符。");
  const auto authored = parse_instant(text_in(in, "authored"));
  const auto day = Date::parse(text_in(in, "authored"));
  out.authored = authored ? *authored : day ? start_of_day(*day) : Instant{};
  out.total = number_of(extension_in(in, kTotal, "valueInteger"));
  out.level = number_of(extension_in(in, kLevel, "valueInteger"));
  YILIN_CHECK(read_answers(array_in(in, "item"), out.answers));
  for (const Answer& answer : out.answers) {
    auto bounded = entity::from_json<Answer>(entity::to_json(answer), Date{});
    if (!bounded) return refused("作答的内容过长，或含有不能使用的字符。");
  }
  return out;
}

}  // namespace yilin::assessment::fhir
