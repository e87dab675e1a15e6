#include "formats/xlsx_parts.h"

#include <charconv>
#include <map>

#include "formats/table.h"
#include "formats/xml_reader.h"

namespace yilin::formats::xlsx {
namespace {
struct Relation {
  std::string id, type, target;
};

// "xl/workbook.xml" + "../x/y.xml" → "x/y.xml"
std::string resolved(std::string_view base, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string path(base.substr(0, base.rfind('/') + 1));
  while (target.starts_with("../") || target.starts_with("./")) {
    const bool up = target[1] == '.';
    target.remove_prefix(up ? 3 : 2);
    if (up && !path.empty()) path.erase(path.rfind('/', path.size() - 2) + 1);
  }
  return path += target;
}

class RelationsHandler : public XmlHandler {
 public:
  std::vector<Relation> relations;
  void open(XmlReader&, std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes.get("TargetMode") == "External") return;
    std::string_view type = attributes.get("Type");
    type.remove_prefix(type.rfind('/') + 1);  // npos + 1 = 0
    relations.push_back({std::string(attributes.get("Id")), std::string(type), std::string(attributes.get("Target"))});
  }
  void close(XmlReader&, std::string_view) override {}
  void text(XmlReader&, std::string_view) override {}
};

class WorkbookHandler : public XmlHandler {
 public:
  std::string sheet_id;  // relation of the first visible sheet, else of the first
  bool epoch_1904 = false;
  void open(XmlReader&, std::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr") {
      const std::string_view flag = attributes.get("date1904");
      epoch_1904 = flag == "1" || flag == "true";
    }
    if (name != "sheet") return;
    const std::string_view state = attributes.get("state");
    const bool visible = state.empty() || state == "visible";
    if (!sheet_id.empty() && (found_visible_ || !visible)) return;
    sheet_id = attributes.get("id");
    found_visible_ = visible;
  }
  void close(XmlReader&, std::string_view) override {}
  void text(XmlReader&, std::string_view) override {}

 private:
  bool found_visible_ = false;
};

class StylesHandler : public XmlHandler {
 public:
  static constexpr std::size_t kStylesMax = 65'536;
  std::vector<NumberKind> styles;
  void open(XmlReader& reader, std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt") {
      codes_[number(attributes.get("numFmtId"))] = kind_of_code(attributes.get("formatCode"));
    } else if (name == "cellXfs") {
      in_cells_ = true;
    } else if (name == "xf" && in_cells_) {
      const int id = number(attributes.get("numFmtId"));
      const auto custom = codes_.find(id);
      styles.push_back(custom == codes_.end() ? kind_of_builtin(id) : custom->second);
    }
    if (styles.size() > kStylesMax || codes_.size() > kStylesMax) reader.stop(table_too_large);
  }
  void close(XmlReader&, std::string_view name) override {
    if (name == "cellXfs") in_cells_ = false;
  }
  void text(XmlReader&, std::string_view) override {}

 private:
  static int number(std::string_view text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }
  std::map<int, NumberKind> codes_;
  bool in_cells_ = false;
};

class StringsHandler : public XmlHandler {
 public:
  explicit StringsHandler(SharedStrings& strings) : strings_(strings) {}
  void open(XmlReader&, std::string_view name, const XmlAttributes&) override {
    if (name == "t") collecting_ = !phonetic_;
    else if (name == "rPh") phonetic_ = true;
  }
  void close(XmlReader& reader, std::string_view name) override {
    if (name == "t") collecting_ = false;
    else if (name == "rPh") phonetic_ = false;
    else if (name == "si") finish(reader);
  }
  void text(XmlReader& reader, std::string_view piece) override {
    if (!collecting_) return;
    current_ += piece;
    if (current_.size() > limits::kCellBytes) reader.stop({table_too_large, "有单元格的内容过长（超过 64 KiB）。"});
  }

 private:
  void finish(XmlReader& reader) {
    strings_.push(current_.find("_x") == std::string::npos ? current_ : unescaped(current_));
    current_.clear();
    if (strings_.size() > SharedStrings::kStringsMax) reader.stop(table_too_large);
  }
  SharedStrings& strings_;
  std::string current_;
  bool collecting_ = false, phonetic_ = false;
};

Result<std::vector<Relation>> read_relations(ZipArchive& archive, const std::string& part) {
  RelationsHandler handler;
  YILIN_CHECK(read_xml(archive, part, handler));
  return std::move(handler.relations);
}

// The part of the first relation that `matches`, "" when there is none.
template <class Matches>
std::string part_of(const std::vector<Relation>& relations, std::string_view base, Matches matches) {
  for (const Relation& relation : relations)
    if (matches(relation)) return resolved(base, relation.target);
  return {};
}
auto of_type(std::string_view type) {
  return [type](const Relation& relation) { return relation.type == type; };
}

tl::unexpected<Error> no_sheet() { return fail(table_broken, "工作簿里没有可以读取的工作表。"); }
}  // namespace

void SharedStrings::push(std::string_view text) {
  text_ += text;
  ends_.push_back(text_.size());
}

Result<Workbook> read_workbook(ZipArchive& archive) {
  if (!archive.has("_rels/.rels")) return fail(table_unsupported);
  YILIN_TRY(const auto roots, read_relations(archive, "_rels/.rels"));
  const std::string part = part_of(roots, "", of_type("officeDocument"));
  const std::size_t slash = part.rfind('/') + 1;
  const std::string relations_part = part.substr(0, slash) + "_rels/" + part.substr(slash) + ".rels";
  if (!part.ends_with(".xml") || !archive.has(part)) return fail(table_unsupported);
  if (!archive.has(relations_part)) return no_sheet();

  WorkbookHandler handler;
  YILIN_CHECK(read_xml(archive, part, handler));
  YILIN_TRY(const auto relations, read_relations(archive, relations_part));
  Workbook book;
  book.epoch_1904 = handler.epoch_1904;
  book.sheet_part = part_of(relations, part, [&](const Relation& relation) {
    return relation.type == "worksheet" && relation.id == handler.sheet_id;
  });
  if (book.sheet_part.empty() || !archive.has(book.sheet_part)) return no_sheet();

  const std::string styles_part = part_of(relations, part, of_type("styles"));
  if (!styles_part.empty() && archive.has(styles_part)) {
    StylesHandler styles;
    YILIN_CHECK(read_xml(archive, styles_part, styles));
    book.styles = std::move(styles.styles);
  }
  const std::string strings_part = part_of(relations, part, of_type("sharedStrings"));
  if (!strings_part.empty() && archive.has(strings_part)) {
    StringsHandler strings(book.strings);
    YILIN_CHECK(read_xml(archive, strings_part, strings));
  }
  return book;
}
}  // namespace yilin::formats::xlsx
