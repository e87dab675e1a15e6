#pragma once
// For tests: tables written as text, archives put together by hand.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <unistd.h>
#include <zip.h>

#include "formats/table.h"

namespace yilin::formats {

// A folder that goes away with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "yilin-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

using Parts = std::map<std::string, std::string>;

inline std::string zip_of(const Parts& parts, const char* password = nullptr) {
  TemporaryFolder folder;
  const auto path = folder / "made.zip";
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE, nullptr);
  for (const auto& [name, text] : parts) {
    const auto index = zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), 0);
    if (password != nullptr)
      zip_file_set_encryption(zip, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, password);
  }
  zip_close(zip);
  return contents(path);
}

// The parts of a workbook with one sheet; the text of <sheetData> is given.
inline Parts workbook_parts(const std::string& sheet_data) {
  const std::string main = R"( xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")"
                           R"( xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships")";
  const std::string types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  const std::string relations = R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
  const auto relation = [&](const char* id, const char* type, const char* target) {
    return R"(<Relationship Id=")" + std::string(id) + R"(" Type=")" + types + type + R"(" Target=")" + target + R"("/>)";
  };
  return {
      {"_rels/.rels", relations + relation("a", "officeDocument", "xl/workbook.xml") + "</Relationships>"},
      {"xl/workbook.xml", "<workbook" + main + R"(><sheets><sheet name="甲" sheetId="1" r:id="b"/></sheets></workbook>)"},
      {"xl/_rels/workbook.xml.rels", relations + relation("b", "worksheet", "worksheets/sheet1.xml") +
                                         relation("c", "styles", "styles.xml") +
                                         relation("d", "sharedStrings", "/xl/sharedStrings.xml") + "</Relationships>"},
      {"xl/styles.xml", "<styleSheet" + main +
                            R"(><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>)"
                            R"(<numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm"/></numFmts>)"
                            R"(<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>)"
                            R"(<xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="21"/><xf numFmtId="10"/></cellXfs></styleSheet>)"},
      {"xl/sharedStrings.xml", "<sst" + main +
                                   R"(><si><t>王秀英</t></si><si><r><t>富</t></r><r><t xml:space="preserve"> 文本</t></r>)"
                                   R"(<rPh sb="0" eb="1"><t>fu</t></rPh></si><si/><si><t>a_x000D__x000A_b_x005F_x0041_</t></si></sst>)"},
      {"xl/worksheets/sheet1.xml", "<worksheet" + main + "><sheetData>" + sheet_data + "</sheetData></worksheet>"},
  };
}

struct ReadRow {
  std::size_t number;
  std::vector<std::string> cells;
  friend bool operator==(const ReadRow&, const ReadRow&) = default;
  friend std::ostream& operator<<(std::ostream& out, const ReadRow& row) {
    out << row.number << ':';
    for (const auto& cell : row.cells) out << " [" << cell << ']';
    return out;
  }
};
using ReadRows = std::vector<ReadRow>;

inline Result<ReadRows> read_all(std::string bytes) {
  YILIN_TRY(auto reader, open_table(std::move(bytes)));
  ReadRows rows;
  for (Row row;;) {
    YILIN_TRY(const bool found, reader->next(row));
    if (!found) return rows;
    rows.push_back({row.number, {row.cells.begin(), row.cells.end()}});
  }
}

// The error's sentence, or "" when there is none.
inline std::string refusal(std::string bytes) {
  const auto rows = read_all(std::move(bytes));
  return rows ? std::string() : std::string(rows.error().message());
}

}  // namespace yilin::formats
