#include "http/wire/multipart.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace yilin::http {
namespace {

struct Parsed {
  bool good = true, complete = false;
  std::string file, name, type;
  std::vector<std::pair<std::string, std::string>> fields;
};

Parsed parse(std::string_view bytes, std::size_t step = 1'000'000) {
  Parsed out;
  MultipartParser parser("XX", [&](std::string_view part) { out.file += part; });
  for (std::size_t at = 0; at < bytes.size() && out.good; at += step) out.good = parser.feed(bytes.substr(at, step));
  out.complete = out.good && parser.complete();
  out.name = parser.file_name();
  out.type = parser.file_type();
  out.fields = parser.fields();
  return out;
}

std::string file_part(std::string_view disposition, std::string_view content) {
  return "--XX\r\nContent-Disposition: form-data; " + std::string(disposition) + "\r\nContent-Type: text/csv\r\n\r\n" + std::string(content) + "\r\n";
}

TEST(Multipart, FindsTheBoundary) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\""), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=\"a;b\""), "a;b");
  EXPECT_EQ(multipart_boundary("multipart/form-data"), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary="), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/mixed; boundary=abc"), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')), std::nullopt);
}

TEST(Multipart, ReadsFieldsAndFileInPiecesOfAnySize) {
  const std::string content = "身份证号,姓名\r\n--X\r\n--XY\r\n\r\n--";
  const std::string bytes = "preamble\r\n--XX\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nelders\r\n" +
                            file_part("name=\"file\"; filename=\"老人 \xE5\x90\x8D\xE5\x8D\x95.csv\"", content) +
                            "--XX\r\ncontent-disposition: form-data; name=note\r\n\r\n\r\n--XX--\r\nepilogue";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    const Parsed parsed = parse(bytes, step);
    ASSERT_TRUE(parsed.complete) << "step " << step;
    ASSERT_EQ(parsed.file, content) << "step " << step;
    ASSERT_EQ(parsed.name, "老人 名单.csv");
    ASSERT_EQ(parsed.type, "text/csv");
    ASSERT_EQ(parsed.fields, (decltype(parsed.fields){{"kind", "elders"}, {"note", ""}}));
  }
}

TEST(Multipart, AFileNameIsALabelAndNoPath) {
  const auto name_of = [](std::string_view disposition) {
    const Parsed parsed = parse(file_part(disposition, "x") + "--XX--");
    return parsed.complete ? parsed.name : "refused";
  };
  EXPECT_EQ(name_of("name=f; filename=\"../../etc/passwd\""), "passwd");
  EXPECT_EQ(name_of("name=f; filename=\"C:\\dir\\a.csv\""), "a.csv");
  EXPECT_EQ(name_of("name=f; filename=\"\""), "upload");
  EXPECT_EQ(name_of("name=f; filename=\"..\""), "upload");
  EXPECT_EQ(name_of("name=f; filename=\"a%22b.csv\""), "a\"b.csv");
  EXPECT_EQ(name_of("name=f; filename=\"a;b.csv\""), "a;b.csv");
  EXPECT_EQ(name_of("name=f; filename*=UTF-8''%E8%80%81%E4%BA%BA.csv"), "老人.csv");
  EXPECT_EQ(name_of("name=f; filename=\"\xFF.csv\""), "refused");
  EXPECT_EQ(name_of("name=f; filename*=UTF-8''%FF.csv"), "refused");
  EXPECT_EQ(name_of("name=f; filename=\"a"), "refused");
  EXPECT_EQ(name_of("filename=\"a.csv\""), "refused") << "a part has a name";
  const std::string longest = name_of("name=f; filename=\"" + std::string(200, 'a') + "老老老老老老老老老老老老老老老老老老老老老老老老\"");
  EXPECT_LE(longest.size(), MultipartParser::kNameBytesMax);
}

TEST(Multipart, RefusesWhatItShouldNotBe) {
  EXPECT_FALSE(parse("--XX--").complete) << "no file";
  EXPECT_FALSE(parse(file_part("name=f; filename=a", "x")).complete) << "no end";
  EXPECT_FALSE(parse(file_part("name=f; filename=a", "x") + file_part("name=g; filename=b", "y") + "--XX--").good) << "two files";
  EXPECT_FALSE(parse("--XXnonsense").good);
  EXPECT_FALSE(parse("--XX\r\nno colon\r\n\r\n").good);
  EXPECT_FALSE(parse("--XX\r\nContent-Disposition: attachment; name=f\r\n\r\n").good);
  EXPECT_FALSE(parse(std::string(100'000, 'p')).good) << "endless preamble";
  EXPECT_FALSE(parse("--XX\r\nX: " + std::string(100'000, 'h')).good) << "endless part header";
  EXPECT_FALSE(parse("--XX\r\nContent-Disposition: form-data; name=f\r\n\r\n" + std::string(100'000, 'v')).good) << "endless field";
  std::string many;
  for (int i = 0; i < 40; ++i) many += "--XX\r\nContent-Disposition: form-data; name=f\r\n\r\nv\r\n";
  EXPECT_FALSE(parse(many).good) << "too many fields";
}

RC_GTEST_PROP(Multipart, AnyContentComesOutAsItWentIn, (const std::string& content)) {
  RC_PRE(content.find("\r\n--XX") == std::string::npos);
  const auto step = *rc::gen::inRange<std::size_t>(1, 20);
  const Parsed parsed = parse(file_part("name=f; filename=a", content) + "--XX--", step);
  RC_ASSERT(parsed.complete);
  RC_ASSERT(parsed.file == content);
}

RC_GTEST_PROP(Multipart, NoiseNeverBreaksIt, (const std::string& noise)) { parse("--XX\r\n" + noise, 5); }

}  // namespace
}  // namespace yilin::http
