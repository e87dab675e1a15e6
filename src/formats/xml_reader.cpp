#include "formats/xml_reader.h"

#include <expat.h>

#include "base/assert.h"
#include "formats/table.h"

namespace yilin::formats {
namespace {
constexpr int kChunk = 64 * 1024;
constexpr int kDepthMax = 64;
constexpr std::int64_t kTokenBytesMax = 1024 * 1024;

std::string_view local(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}
}  // namespace

std::string_view XmlAttributes::get(std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2)
    if (local(pair[0]) == name) return pair[1];
  return {};
}

struct XmlReader::Callbacks {
  static XmlReader& self(void* data) { return *static_cast<XmlReader*>(data); }
  // After an error expat may still deliver what it had begun.
  static void open(void* data, const XML_Char* name, const XML_Char** pairs) {
    XmlReader& reader = self(data);
    if (++reader.depth_ > kDepthMax) reader.stop(table_broken);
    if (!reader.error_) reader.handler_.open(reader, local(name), XmlAttributes(pairs));
  }
  static void close(void* data, const XML_Char* name) {
    XmlReader& reader = self(data);
    --reader.depth_;
    if (!reader.error_) reader.handler_.close(reader, local(name));
  }
  static void text(void* data, const XML_Char* piece, int size) {
    XmlReader& reader = self(data);
    if (!reader.error_) reader.handler_.text(reader, {piece, static_cast<std::size_t>(size)});
  }
  static void doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    self(data).stop(Error(table_broken, "文件中含有不允许的声明（DTD），无法读取。"));
  }
};

void XmlReader::Free::operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }

XmlReader::XmlReader(ZipEntry entry, XmlHandler& handler)
    : entry_(std::move(entry)), handler_(handler), parser_(XML_ParserCreate(nullptr)) {
  YILIN_ASSERT(parser_);
  XML_SetUserData(parser_.get(), this);
  XML_SetElementHandler(parser_.get(), Callbacks::open, Callbacks::close);
  XML_SetCharacterDataHandler(parser_.get(), Callbacks::text);
  XML_SetStartDoctypeDeclHandler(parser_.get(), Callbacks::doctype);
}
XmlReader::~XmlReader() = default;

void XmlReader::pause() {
  if (!error_) XML_StopParser(parser_.get(), XML_TRUE);
}
void XmlReader::stop(Error error) {
  if (error_) return;
  error_ = std::make_unique<Error>(std::move(error));
  XML_StopParser(parser_.get(), XML_FALSE);
}

Error XmlReader::problem() const { return error_ ? *error_ : Error(table_broken); }

Result<bool> XmlReader::run() {
  while (!done_) {
    XML_Status status;
    if (suspended_) {
      status = XML_ResumeParser(parser_.get());
    } else {
      void* const buffer = XML_GetBuffer(parser_.get(), kChunk);
      if (buffer == nullptr) return fail(table_broken);
      YILIN_TRY(const std::size_t got, entry_.read(static_cast<char*>(buffer), kChunk));
      fed_ += static_cast<std::int64_t>(got);
      last_ = got == 0;
      status = XML_ParseBuffer(parser_.get(), static_cast<int>(got), last_);
    }
    suspended_ = status == XML_STATUS_SUSPENDED;
    if (status == XML_STATUS_ERROR || error_) return fail(problem());
    if (suspended_) return true;
    // What expat holds back is one unfinished token.
    if (fed_ - XML_GetCurrentByteIndex(parser_.get()) > kTokenBytesMax) return fail(table_broken);
    done_ = last_;
  }
  return false;
}

Status read_xml(ZipArchive& archive, std::string_view part, XmlHandler& handler) {
  YILIN_TRY(ZipEntry entry, archive.entry(part));
  XmlReader reader(std::move(entry), handler);
  YILIN_TRY(const bool paused, reader.run());
  YILIN_ASSERT(!paused);
  return {};
}
}  // namespace yilin::formats
