// A PDF of A4 pages made of headings, paragraphs and tables, in Chinese and English, by Pango and Cairo.
//
// Text stays text: it can be selected and copied. The same calls give the same bytes on one machine: one font, the time
// given, no random ids. Texts over 1 200 characters are cut with an ellipsis, so that no row is taller than a page.
// Not thread-safe; sheets on several threads at once are fine.
#pragma once

#include "engine/base/fault.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace redress::packs {

inline constexpr std::string_view sheet_font = "WenQuanYi Micro Hei";  // Debian: fonts-wqy-microhei

struct SheetColumn {
  std::string title;
  double share;       // of the width; the shares of a table add up to 1
  bool code = false;  // hashes and ids: fixed width, smaller
};

struct SheetInfo {
  std::string title;
  std::string author;
  std::string created_at;  // RFC 3339, whole seconds
  std::string footer;      // on every page, before the page's number
};

class Sheet {
 public:
  /// Fault `internal` where the font is not installed.
  static Result<Sheet> begin(SheetInfo info);
  ~Sheet();
  Sheet(Sheet&&) noexcept;
  Sheet& operator=(Sheet&&) noexcept;

  void title(std::string_view text, std::string_view under);
  void heading(std::string_view text);
  void paragraph(std::string_view text);
  void note(std::string_view text);  // small and grey
  void code(std::string_view text);
  /// What is added from here on stays on one page, until `let_apart`. Use it for less than a page.
  void keep_together();
  void let_apart();
  /// Two columns, what and value, without heads.
  void pairs(std::vector<std::pair<std::string, std::string>> const& rows);
  void table(std::vector<SheetColumn> const& columns, std::vector<std::vector<std::string>> const& rows);

  /// Lays the pages out and gives the PDF's bytes. Fault `internal`. Call it once, last.
  Result<std::string> finish();

 private:
  struct Parts;
  explicit Sheet(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace redress::packs
