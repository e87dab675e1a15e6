#include "formats/text_decoder.h"

#include <algorithm>

#include <unicode/ucnv.h>

#include "base/assert.h"
#include "base/text.h"

namespace yilin::formats {
namespace {
constexpr std::size_t kChunk = 256 * 1024;

bool ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// In GBK text that is taken for UTF-8 most sequences are malformed; in UTF-8 with a damaged spot few are.
bool looks_like_utf8(std::string_view sample, bool complete) {
  std::size_t good = 0, bad = 0;
  while (!sample.empty()) {
    const std::size_t before = sample.size();
    if (!complete && before < 4) break;  // perhaps cut in the middle of a character
    const char32_t c = text::take(sample);
    if (c == text::kReplacement && before - sample.size() == 1) ++bad;
    else if (c >= 0x80) ++good;
  }
  return bad * 20 <= good;
}
}  // namespace

TextDecoder::TextDecoder(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}
TextDecoder::~TextDecoder() {
  if (converter_ != nullptr) ucnv_close(converter_);
}

Status TextDecoder::fill() {
  if (ended_) return {};
  const std::size_t had = raw_.size();
  raw_.resize(had + kChunk);
  YILIN_TRY(const std::size_t got, source_->read(raw_.data() + had, kChunk));
  raw_.resize(had + got);
  ended_ = got < kChunk;
  return {};
}

void TextDecoder::decide() {
  const std::string_view head(raw_.data(), raw_.size());
  const char* name = nullptr;
  std::size_t mark = 0;
  if (first_ && head.starts_with("\xEF\xBB\xBF")) {
    encoding_ = Encoding::utf8;
    mark = 3;
  } else if (first_ && (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF"))) {
    name = head[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE";
    mark = 2;
  } else if (const auto at = std::find_if_not(head.begin(), head.end(), ascii); at != head.end()) {
    if (looks_like_utf8(head.substr(static_cast<std::size_t>(at - head.begin())), ended_)) encoding_ = Encoding::utf8;
    else name = "gb18030";
  }
  raw_.erase(raw_.begin(), raw_.begin() + static_cast<std::ptrdiff_t>(mark));
  first_ = false;
  if (name == nullptr) return;
  encoding_ = Encoding::converted;
  UErrorCode error = U_ZERO_ERROR;
  converter_ = ucnv_open(name, &error);
  ucnv_setToUCallBack(converter_, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  YILIN_ASSERT(U_SUCCESS(error));
  units_.resize(16 * 1024);
}

void TextDecoder::convert(std::string& out) {
  const char* from = raw_.data();
  const char* const from_end = from + raw_.size();
  UErrorCode error = U_BUFFER_OVERFLOW_ERROR;
  while (error == U_BUFFER_OVERFLOW_ERROR) {
    char16_t* to = units_.data();
    error = U_ZERO_ERROR;
    ucnv_toUnicode(converter_, &to, units_.data() + units_.size(), &from, from_end, nullptr, ended_, &error);
    for (const char16_t* unit = units_.data(); unit != to; ++unit) append_unit(out, *unit);
  }
  raw_.clear();
  if (U_FAILURE(error) || (ended_ && high_surrogate_ != 0)) {
    out.push_back('\0');
    ended_ = true;
  }
}

// The converter gives surrogates in pairs, though not always both in one piece.
void TextDecoder::append_unit(std::string& out, char16_t unit) {
  if (unit >= 0xD800 && unit <= 0xDBFF) {
    high_surrogate_ = unit;
  } else if (high_surrogate_ != 0) {
    text::append(out, 0x10000 + ((char32_t{high_surrogate_} - 0xD800) << 10) + (char32_t{unit} - 0xDC00));
    high_surrogate_ = 0;
  } else {
    text::append(out, unit);
  }
}

Result<bool> TextDecoder::more(std::string& out) {
  if (ended_) return false;
  YILIN_CHECK(fill());
  if (encoding_ == Encoding::undecided) {
    // A first foreign byte near the end of the chunk would make a poor sample.
    if (std::find_if_not(raw_.begin(), raw_.end(), ascii) != raw_.end()) YILIN_CHECK(fill());
    decide();
  }
  if (encoding_ == Encoding::converted) {
    convert(out);
    return true;
  }
  out.append(raw_.data(), raw_.size());
  raw_.clear();
  return true;
}
}  // namespace yilin::formats
