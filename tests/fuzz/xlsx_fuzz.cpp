// The first byte chooses: the rest is a whole archive, or one part of an otherwise sound workbook (so that the mutations
// reach the XML readers and do not die at a checksum).
#include <cstdint>
#include <map>

#include <zlib.h>

#include "base/assert.h"
#include "base/text.h"
#include "formats/table.h"

using namespace yilin;

namespace {
using Parts = std::map<std::string, std::string>;

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> 8 * i));
}

// The least that is a ZIP: stored entries and the central directory.
std::string stored_zip(const Parts& parts) {
  std::string out, directory;
  for (const auto& [name, text] : parts) {
    std::string common;
    put(common, 20, 2), put(common, 0, 2), put(common, 0, 2), put(common, 0, 2), put(common, 0x21, 2);
    put(common, static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()))), 4);
    put(common, static_cast<std::uint32_t>(text.size()), 4), put(common, static_cast<std::uint32_t>(text.size()), 4);
    put(common, static_cast<std::uint32_t>(name.size()), 2), put(common, 0, 2);
    const auto offset = static_cast<std::uint32_t>(out.size());
    out += "PK\x03\x04" + common + name + text;
    directory += "PK\x01\x02";
    put(directory, 20, 2);
    directory += common;
    put(directory, 0, 2), put(directory, 0, 2), put(directory, 0, 2), put(directory, 0, 4), put(directory, offset, 4);
    directory += name;
  }
  const auto start = static_cast<std::uint32_t>(out.size()), count = static_cast<std::uint32_t>(parts.size());
  out += directory + "PK\x05\x06";
  put(out, 0, 2), put(out, 0, 2), put(out, count, 2), put(out, count, 2);
  put(out, static_cast<std::uint32_t>(directory.size()), 4), put(out, start, 4), put(out, 0, 2);
  return out;
}

const Parts kSound{
    {"_rels/.rels", R"(<R><Relationship Id="a" Type="t/officeDocument" Target="xl/workbook.xml"/></R>)"},
    {"xl/workbook.xml", R"(<workbook><sheets><sheet name="s" r:id="b"/></sheets></workbook>)"},
    {"xl/_rels/workbook.xml.rels", R"(<R><Relationship Id="b" Type="t/worksheet" Target="s.xml"/>)"
                                   R"(<Relationship Id="c" Type="t/styles" Target="styles.xml"/>)"
                                   R"(<Relationship Id="d" Type="t/sharedStrings" Target="/xl/strings.xml"/></R>)"},
    {"xl/s.xml", R"(<w><row r="1"><c r="A1" t="s"><v>0</v></c><c s="1"><v>45000.5</v></c><c t="inlineStr"><is><t>x</t></is></c></row></w>)"},
    {"xl/strings.xml", "<sst><si><t>a_x0041_</t></si></sst>"},
    {"xl/styles.xml", R"(<s><numFmt numFmtId="164" formatCode="yyyy-mm-dd hh:mm"/><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></s>)"},
};
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (const std::size_t choice = data[0] % (kSound.size() + 1); choice < kSound.size()) {
    Parts parts = kSound;
    std::next(parts.begin(), static_cast<std::ptrdiff_t>(choice))->second = bytes;
    bytes = stored_zip(parts);
  } else {
    bytes.insert(0, "PK\x03\x04");
  }
  auto reader = formats::open_table(std::move(bytes));
  if (!reader) return 0;
  std::size_t last = 0;
  for (formats::Row row;;) {
    const auto found = (*reader)->next(row);
    if (!found) YILIN_ASSERT(!found.error().message().empty());
    if (!found || !*found) return 0;
    YILIN_ASSERT(row.number > last && row.cells.size() <= formats::limits::kColumns);
    last = row.number;
    for (const auto cell : row.cells) YILIN_ASSERT(text::well_formed(cell));
  }
}
