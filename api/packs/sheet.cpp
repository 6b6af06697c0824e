#include "api/packs/sheet.hpp"

#include "engine/base/utf8.hpp"

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace redress::packs {
namespace {

// Points, of which an inch has 72.
constexpr double page_width = 595.276;
constexpr double page_height = 841.890;
constexpr double margin = 48;
constexpr double foot_room = 30;
constexpr double text_width = page_width - 2 * margin;
constexpr double cell_gap = 6;
constexpr double cell_pad = 3.5;
constexpr std::size_t text_chars_max = 1200;

struct Ink {
  double red, green, blue;
};
constexpr Ink black{0.10, 0.11, 0.13};
constexpr Ink grey{0.42, 0.45, 0.49};
constexpr Ink blue{0.09, 0.31, 0.55};
constexpr Ink rule{0.82, 0.84, 0.87};
constexpr Ink shade{0.945, 0.955, 0.97};

struct Style {
  double points;
  Ink ink = black;
  bool code = false;
};

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
using Layout = std::unique_ptr<PangoLayout, Unref>;

std::string clipped(std::string_view text) {
  auto rest = text;
  std::size_t chars = 0;
  while (chars < text_chars_max && take_code_point(rest)) ++chars;
  auto cut = std::string(text.substr(0, text.size() - rest.size()));
  return rest.empty() ? cut : cut + "…";
}

// One strip of a page, as high as it needs.
struct Strip {
  double height;
  std::function<void(cairo_t*, double y)> draw;
  bool keep_with_next = false;
  std::shared_ptr<Strip const> head = {};  // repeated where the strip begins a page: a table's heads
};

void use(cairo_t* cairo, Ink ink) { cairo_set_source_rgb(cairo, ink.red, ink.green, ink.blue); }

cairo_status_t keep(void* into, unsigned char const* bytes, unsigned size) {
  static_cast<std::string*>(into)->append(reinterpret_cast<char const*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

bool has_font(PangoFontMap* map) {
  PangoFontFamily** families = nullptr;
  int count = 0;
  pango_font_map_list_families(map, &families, &count);
  bool const found = std::any_of(families, families + count, [](PangoFontFamily* family) {
    return pango_font_family_get_name(family) == sheet_font;
  });
  g_free(families);
  return found;
}

}  // namespace

struct Sheet::Parts {
  SheetInfo info;
  std::string bytes;
  std::unique_ptr<PangoFontMap, Unref> fonts{pango_cairo_font_map_new()};
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(keep, &bytes, page_width, page_height);
  cairo_t* cairo = cairo_create(surface);
  std::unique_ptr<PangoContext, Unref> pango{pango_font_map_create_context(fonts.get())};
  std::vector<Strip> strips;
  std::optional<std::size_t> together_from = {};  // strips that stay on one page begin here

  Parts() = default;
  Parts(Parts const&) = delete;
  Parts& operator=(Parts const&) = delete;
  ~Parts() {
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
  }

  Layout layout(std::string_view text, Style style, double width) const {
    Layout made{pango_layout_new(pango.get())};
    auto* const font = pango_font_description_from_string(
        fmt::format("{}{} {}", sheet_font, style.code ? " Mono" : "", style.points).c_str());
    pango_layout_set_font_description(made.get(), font);
    pango_font_description_free(font);
    pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(made.get(), style.code ? PANGO_WRAP_CHAR : PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(made.get(), 1.25F);
    auto* const attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));  // a hyphen in a hash would be a lie
    pango_layout_set_attributes(made.get(), attributes);
    pango_attr_list_unref(attributes);
    auto const cut = clipped(text);
    pango_layout_set_text(made.get(), cut.data(), static_cast<int>(cut.size()));
    return made;
  }

  static double height_of(Layout const& layout) {
    int width = 0;
    int height = 0;
    pango_layout_get_size(layout.get(), &width, &height);
    return static_cast<double>(height) / PANGO_SCALE;
  }

  static void show(cairo_t* on, Layout const& layout, Style style, double x, double y) {
    use(on, style.ink);
    cairo_move_to(on, x, y);
    pango_cairo_show_layout(on, layout.get());
  }

  void text(std::string_view words, Style style, double above, double below, bool keep_with_next = false) {
    auto const made = std::make_shared<Layout>(layout(words, style, text_width));
    strips.push_back({above + height_of(*made) + below,
                      [made, style, above](cairo_t* on, double y) { show(on, *made, style, margin, y + above); },
                      keep_with_next});
  }

  struct Cell {
    std::string_view words;
    Style style;
    double share;
  };
  enum class Ground { plain, shaded };

  Strip row(std::vector<Cell> const& cells, Ground ground) const {
    struct Placed {
      Layout layout;
      Style style;
      double x;
    };
    auto const placed = std::make_shared<std::vector<Placed>>();
    double x = margin;
    double tallest = 0;
    for (auto const& cell : cells) {
      auto const width = cell.share * text_width;
      placed->push_back({layout(cell.words, cell.style, width - cell_gap), cell.style, x + cell_gap / 2});
      tallest = std::max(tallest, height_of(placed->back().layout));
      x += width;
    }
    auto const height = tallest + 2 * cell_pad;
    return {height, [placed, height, ground](cairo_t* on, double y) {
              if (ground == Ground::shaded) {
                use(on, shade);
                cairo_rectangle(on, margin, y, text_width, height);
                cairo_fill(on);
              }
              use(on, rule);
              cairo_set_line_width(on, 0.5);
              cairo_move_to(on, margin, y + height);
              cairo_rel_line_to(on, text_width, 0);
              cairo_stroke(on);
              for (auto const& each : *placed) show(on, each.layout, each.style, each.x, y + cell_pad);
            }};
  }

  // Which strips stand on which page. A strip that is kept with the next takes a new page together with it.
  std::vector<std::vector<Strip const*>> pages() const {
    double const room = page_height - 2 * margin - foot_room;
    std::vector<std::vector<Strip const*>> all(1);
    double used = 0;
    for (std::size_t i = 0; i < strips.size(); ++i) {
      double needed = strips[i].height;
      for (auto next = i; strips[next].keep_with_next && next + 1 < strips.size(); ++next)
        needed += strips[next + 1].height;
      if (used > 0 && used + needed > room) {
        all.emplace_back();
        used = 0;
        if (auto const& head = strips[i].head) {
          all.back().push_back(head.get());
          used += head->height;
        }
      }
      all.back().push_back(&strips[i]);
      used += strips[i].height;
    }
    return all;
  }

  void draw() {
    auto const all = pages();
    for (std::size_t page = 0; page < all.size(); ++page) {
      double y = margin;
      for (auto const* strip : all[page]) {
        strip->draw(cairo, y);
        y += strip->height;
      }
      auto const foot =
          layout(fmt::format("{}    {} / {}", info.footer, page + 1, all.size()), {7.5, grey}, text_width);
      pango_layout_set_alignment(foot.get(), PANGO_ALIGN_RIGHT);
      show(cairo, foot, {7.5, grey}, margin, page_height - margin - 4);
      cairo_show_page(cairo);
    }
  }
};

Sheet::Sheet(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Sheet::~Sheet() = default;
Sheet::Sheet(Sheet&&) noexcept = default;
Sheet& Sheet::operator=(Sheet&&) noexcept = default;

Result<Sheet> Sheet::begin(SheetInfo info) {
  auto parts = std::make_unique<Parts>();
  if (!has_font(parts->fonts.get()))
    return Fault{FaultKind::internal,
                 {fmt::format("缺少字体“{}”，请安装软件包 fonts-wqy-microhei", sheet_font),
                  fmt::format("the font \"{}\" is missing: install the package fonts-wqy-microhei", sheet_font)}};
  auto* const surface = parts->surface;
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, info.title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, info.author.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, info.created_at.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, info.created_at.c_str());
  pango_context_set_language(parts->pango.get(), pango_language_from_string("zh-CN"));
  // Positions as the printer has them, not as a screen's grid would round them.
  pango_context_set_round_glyph_positions(parts->pango.get(), FALSE);
  auto* const options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(parts->pango.get(), options);
  cairo_font_options_destroy(options);
  pango_cairo_context_set_resolution(parts->pango.get(), 72);
  parts->info = std::move(info);
  return Sheet{std::move(parts)};
}

void Sheet::title(std::string_view text, std::string_view under) {
  parts_->text(text, {21, blue}, 0, 2);
  parts_->text(under, {10.5, grey}, 0, 10);
}

void Sheet::heading(std::string_view text) { parts_->text(text, {12.5, blue}, 16, 5, true); }
void Sheet::paragraph(std::string_view text) { parts_->text(text, {9}, 0, 5); }
void Sheet::note(std::string_view text) { parts_->text(text, {7.5, grey}, 4, 5); }
void Sheet::code(std::string_view text) { parts_->text(text, {7.5, black, true}, 0, 6); }

void Sheet::keep_together() { parts_->together_from = parts_->strips.size(); }

void Sheet::let_apart() {
  auto const from = parts_->together_from.value_or(parts_->strips.size());
  for (auto i = from; i + 1 < parts_->strips.size(); ++i) parts_->strips[i].keep_with_next = true;
  parts_->together_from.reset();
}

void Sheet::pairs(std::vector<std::pair<std::string, std::string>> const& rows) {
  for (auto const& [what, value] : rows)
    parts_->strips.push_back(parts_->row({{what, {8.5, grey}, 0.26}, {value, {9}, 0.74}}, Parts::Ground::plain));
}

void Sheet::table(std::vector<SheetColumn> const& columns, std::vector<std::vector<std::string>> const& rows) {
  std::vector<Parts::Cell> heads;
  for (auto const& column : columns) heads.push_back({column.title, {8, grey}, column.share});
  auto const head = std::make_shared<Strip const>(parts_->row(heads, Parts::Ground::shaded));
  parts_->strips.push_back(*head);
  parts_->strips.back().keep_with_next = true;
  for (auto const& row : rows) {
    std::vector<Parts::Cell> cells;
    for (std::size_t i = 0; i < columns.size(); ++i)
      cells.push_back({row[i], columns[i].code ? Style{7, black, true} : Style{8}, columns[i].share});
    parts_->strips.push_back(parts_->row(cells, Parts::Ground::plain));
    parts_->strips.back().head = head;
  }
}

Result<std::string> Sheet::finish() {
  parts_->draw();
  cairo_surface_finish(parts_->surface);
  auto const failed = cairo_surface_status(parts_->surface);
  auto const failed_drawing = cairo_status(parts_->cairo);
  if (failed != CAIRO_STATUS_SUCCESS || failed_drawing != CAIRO_STATUS_SUCCESS)
    return Fault{FaultKind::internal,
                 {"封面排版失败",
                  fmt::format("the cover could not be drawn: {}",
                              cairo_status_to_string(failed != CAIRO_STATUS_SUCCESS ? failed : failed_drawing))}};
  return std::move(parts_->bytes);
}

}  // namespace redress::packs
