#pragma once
// Pulls one part of an XLSX through expat. A document type declaration is refused, and with it every entity
// declaration (XXE, "billion laughs"); depth is bounded by 64, one tag or comment by 1 MiB.

#include <memory>
#include <string_view>

#include "base/result.h"
#include "formats/zip_archive.h"

struct XML_ParserStruct;

namespace yilin::formats {

// Attributes of the element being opened, by local name (the prefix is cut off).
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  std::string_view get(std::string_view name) const;  // "" when absent

 private:
  const char** pairs_;
};

class XmlReader;

// May call pause() or stop() of the reader it is given.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void open(XmlReader& reader, std::string_view name, const XmlAttributes& attributes) = 0;  // local names
  virtual void close(XmlReader& reader, std::string_view name) = 0;
  virtual void text(XmlReader& reader, std::string_view piece) = 0;  // a text may come in several pieces
};

class XmlReader {
 public:
  XmlReader(ZipEntry entry, XmlHandler& handler);  // the handler must outlive the reader
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  // Reads on until the handler calls pause() (true), or to the end (false).
  Result<bool> run();
  void pause();            // run() returns true and can be called again
  void stop(Error error);  // run() returns the error

 private:
  struct Callbacks;
  struct Free {
    void operator()(XML_ParserStruct* parser) const;
  };
  Error problem() const;

  ZipEntry entry_;
  XmlHandler& handler_;
  std::unique_ptr<XML_ParserStruct, Free> parser_;
  std::unique_ptr<Error> error_;
  std::int64_t fed_ = 0;
  int depth_ = 0;
  bool suspended_ = false, last_ = false, done_ = false;
};

// Runs a whole part through a handler that never pauses.
Status read_xml(ZipArchive& archive, std::string_view part, XmlHandler& handler);

}  // namespace yilin::formats
