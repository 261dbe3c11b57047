"""The texts of all problems, in Vietnamese and English.

One entry a code: message and hint in each language. Names in braces are the details that the
problem carries; ``{value}`` is always there. Decimals print with the language's own mark.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, cast

from vn766.errors import Language, ProblemCode, Word

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS: dict[str, tuple[str, str]] = {
    "verified": ("đã đối chiếu", "verified"),
    "inferred": ("suy ra từ số liệu", "inferred"),
    "recalled": ("chưa có văn bản đối chiếu", "recalled"),
    "disputed": ("các nguồn mâu thuẫn", "disputed"),
    "total": ("Tổng điểm", "The total"),
    "points": ("Số điểm", "The number of points"),
    "out_of": ("Điểm tối đa", "The maximum"),
    "rank": ("Thứ hạng", "The rank"),
    "of": ("Số đơn vị được xếp hạng", "The number of ranked units"),
    "band": ("Xếp loại", "The class"),
    "the column": ("Cột", "The column"),
    "dates or times": ("ngày hoặc ngày giờ", "dates or times"),
    "texts": ("văn bản", "texts"),
    "whole numbers or texts": ("số nguyên hoặc văn bản", "whole numbers or texts"),
    "true and false, or 1 and 0": ("đúng/sai, hoặc 1 và 0", "true and false, or 1 and 0"),
    "texts, or true and false": ("văn bản, hoặc đúng/sai", "texts, or true and false"),
    "numbers": ("số", "numbers"),
    "target": ("Mục tiêu", "The target"),
    # kinds of rules
    "rule proportional": ("theo tỷ lệ", "proportional"),
    "rule target": ("đủ điểm từ {target_percent}%", "target, {target_percent} %"),
    "rule given": ("điểm cho sẵn", "given"),
    "rule unscored": ("chỉ theo dõi, không tính điểm", "unscored"),
    "a year": ("năm", "a year"),
    "a half of the year": ("nửa năm", "a half of the year"),
    "a quarter": ("quý", "a quarter"),
    "a month": ("tháng", "a month"),
    "a rank": ("thứ hạng", "a rank"),
    "the number of decimals": ("số chữ số thập phân", "the number of decimals"),
    "what a Roman numeral writes": ("số viết bằng số La Mã", "what a Roman numeral writes"),
    # dossiers
    "received dossiers": ("Hồ sơ tiếp nhận", "Received dossiers"),
    "dossiers on time": ("Hồ sơ đúng hạn", "Dossiers on time"),
    "overdue dossiers": ("Hồ sơ quá hạn", "Overdue dossiers"),
    "completed dossiers": ("Hồ sơ đã giải quyết", "Completed dossiers"),
    "pending dossiers": ("Hồ sơ đang giải quyết", "Pending dossiers"),
    "dossiers of all channels": ("Hồ sơ của mọi kênh", "Dossiers of all channels"),
    "dossiers filed online": ("Hồ sơ nộp trực tuyến", "Dossiers filed online"),
    "dossiers filed in person": ("Hồ sơ nộp trực tiếp", "Dossiers filed in person"),
    "dossiers filed by post": ("Hồ sơ nộp qua bưu chính", "Dossiers filed by post"),
    "online dossiers on time": ("Hồ sơ trực tuyến đúng hạn", "Online dossiers on time"),
    "overdue online dossiers": ("Hồ sơ trực tuyến quá hạn", "Overdue online dossiers"),
    "those on time and overdue": ("số đúng hạn và số quá hạn", "those on time and overdue"),
    "those completed and pending": (
        "số đã giải quyết và số đang giải quyết",
        "those completed and pending",
    ),
    "those of the single channels": (
        "số của từng kênh (trực tuyến, trực tiếp, bưu chính)",
        "those of the single channels (online, in person, by post)",
    ),
    # what two rows may say differently of one unit
    "code": ("mã", "code"),
    "name": ("tên", "name"),
    "level": ("cấp", "level"),
    "id": ("id", "id"),
    # levels
    "ministry": ("bộ", "ministry"),
    "province": ("tỉnh", "province"),
    "department": ("sở", "department"),
    "district": ("huyện", "district"),
    "commune": ("xã", "commune"),
    # why a file cannot be read
    "no such file": ("không có tệp này", "no such file"),
    "no permission": ("không có quyền đọc", "no permission to read it"),
    "not a regular file": ("không phải tệp thông thường", "not a regular file"),
    "a NUL in the name": ("tên tệp có ký tự NUL", "a NUL in its name"),
    "no .json file in it": ("thư mục không có tệp .json nào", "no .json file in it"),
    "an old Word document": ("văn bản Word kiểu cũ (.doc)", "an old Word document (.doc)"),
    "plain text": ("văn bản thuần", "plain text"),
    "binary data": ("dữ liệu nhị phân", "binary data"),
    "not JSON": ("không đúng cú pháp JSON tại dòng:cột", "not JSON at line:column"),
    "no number of JSON": ("không phải số trong JSON", "not a number in JSON"),
    "a number beyond all bounds": ("có số vượt mọi giới hạn", "a number beyond all bounds"),
    "a field is there twice": ("một trường xuất hiện hai lần", "a field is there twice"),
    "half a character": ("có ký tự không trọn vẹn", "half a character"),
    "nested too deep": ("lồng quá nhiều cấp", "nested too deep"),
    "one sheet twice": ("một trang tính xuất hiện hai lần", "one sheet is there twice"),
    "a cell without a place": (
        "số thứ tự dòng hoặc địa chỉ ô không hợp lệ",
        "the place of a row or cell is malformed",
    ),
    "an unknown compression": ("kiểu nén không được hỗ trợ", "an unknown compression"),
    "a DOCTYPE": ("có khai báo DOCTYPE", "a DOCTYPE"),
    # an empty list
    "none": ("không có", "none"),
}
"""The words of `Word`: statuses, figures that stand alone, and parts of texts."""

_LONGEST_VALUE = 80  # characters
_LONGEST_DETAIL = 400  # characters
_LONGEST_INT = 256  # bits


class Text(NamedTuple):
    """Message and hint of one code in both languages."""

    vi: tuple[str, str]
    en: tuple[str, str]


TEXTS: dict[ProblemCode, Text] = {
    ProblemCode.NEGATIVE: Text(
        vi=(
            "{label} là số âm: {value}.",
            "Điểm tính từ 0 trở lên: hãy sửa giá trị, hoặc để trống nếu chưa có số liệu.",
        ),
        en=(
            "{label} is negative: {value}.",
            "Points run from 0 upwards: correct the value, or leave it blank if it is not known.",
        ),
    ),
    ProblemCode.NOT_A_NUMBER: Text(
        vi=(
            "{value} không phải là số.",
            "Hãy viết số theo kiểu Việt Nam, ví dụ 18,9 hoặc 1.234,5.",
        ),
        en=(
            "{value} is not a number.",
            "Write it the Vietnamese way, for example 18,9 or 1.234,5.",
        ),
    ),
    ProblemCode.ABOVE_MAXIMUM: Text(
        vi=(
            "{label} là {value}, vượt quá điểm tối đa {maximum}.",
            "Hãy kiểm tra giá trị, hoặc kiểm tra xem số liệu có nằm nhầm cột hay không.",
        ),
        en=(
            "{label} is {value}, above its maximum of {maximum}.",
            "Check the value, and whether it stands in the wrong column.",
        ),
    ),
    ProblemCode.SWAPPED: Text(
        vi=(
            "{label} là {value}, vượt quá điểm tối đa {maximum}, nhưng vừa với {other} "
            "(tối đa {other_maximum}).",
            "Có thể hai cột đã bị đổi chỗ cho nhau: hãy kiểm tra cả hai.",
        ),
        en=(
            "{label} is {value}, above its maximum of {maximum}, but would fit {other} "
            "(maximum {other_maximum}).",
            "The two may have been swapped: check both.",
        ),
    ),
    ProblemCode.NOT_FINITE: Text(
        vi=(
            "{label} là {value}, không phải một số hữu hạn.",
            "Nếu chưa có số liệu, hãy để trống (None).",
        ),
        en=(
            "{label} is {value}, which is not a finite number.",
            "If it is not known, leave it blank (None).",
        ),
    ),
    ProblemCode.TOO_PRECISE: Text(
        vi=(
            "{label} là {value}, có nhiều hơn hai chữ số thập phân.",
            "Điểm được công bố với nhiều nhất hai chữ số thập phân: hãy làm tròn từ số liệu gốc "
            "(từ 5 trở lên thì làm tròn lên).",
        ),
        en=(
            "{label} is {value}, which has more than two decimals.",
            "Points are published with two decimals at most: round (half up) before entering, "
            "from the original figures.",
        ),
    ),
    ProblemCode.TOO_LARGE: Text(
        vi=("{label} là {value}, quá lớn.", "Hãy kiểm tra số chữ số và dấu thập phân."),
        en=("{label} is {value}, which is too large.", "Check its digits and decimal mark."),
    ),
    ProblemCode.NOT_POSITIVE: Text(
        vi=("Mẫu số là {value}.", "Tỷ lệ chỉ tính được trên một số lớn hơn 0."),
        en=("The whole is {value}.", "A percent needs a whole above 0."),
    ),
    ProblemCode.AMBIGUOUS_NUMBER: Text(
        vi=(
            "{value} có thể đọc thành hai số khác nhau.",
            "Hãy viết dấu phẩy cho phần thập phân (79,995) và không dùng dấu chấm.",
        ),
        en=(
            "{value} can be read as two different numbers.",
            "Write a comma before decimals (79,995) and no dots.",
        ),
    ),
    ProblemCode.WRONG_TYPE: Text(
        vi=(
            "{label} có kiểu {type}, không phải số.",
            "Hãy dùng int, Decimal, float, hoặc văn bản như 18,9.",
        ),
        en=(
            "{label} is of type {type}, not a number.",
            "Use int, Decimal, float, or a text such as 18,9.",
        ),
    ),
    ProblemCode.UNSUPPORTED_NUMBER: Text(
        vi=(
            "{value} có kiểu {type}, không phải kiểu số viết được.",
            "Hãy dùng int, Decimal hoặc float.",
        ),
        en=(
            "{value} is of type {type}, which is not written as a number.",
            "Use int, Decimal or float.",
        ),
    ),
    ProblemCode.BLANK: Text(
        vi=(
            "{value} để trống, không có giá trị.",
            "Nếu chưa có số liệu, hãy dùng None, không dùng 0.",
        ),
        en=(
            "{value} is blank: it holds no value.",
            "If the value is not known, use None, never 0.",
        ),
    ),
    ProblemCode.TEXT_TOO_LONG: Text(
        vi=("{value} dài hơn {most} ký tự.", "Hãy chỉ đưa vào đúng phần cần đọc."),
        en=("{value} is longer than {most} characters.", "Pass only the part that is to be read."),
    ),
    ProblemCode.OUT_OF_RANGE: Text(
        vi=(
            "{value}: {part} phải là số nguyên từ {least} đến {most}.",
            "Hãy sửa lại giá trị này.",
        ),
        en=("{value}: {part} is a whole number from {least} to {most}.", "Correct the value."),
    ),
    ProblemCode.NOT_A_PERCENT: Text(
        vi=("{value} không phải là tỷ lệ phần trăm.", "Hãy viết như 77,64%."),
        en=("{value} is not a percentage.", "Write it as in 77,64%."),
    ),
    ProblemCode.NOT_POINTS: Text(
        vi=(
            "{value} không phải là điểm kèm điểm tối đa.",
            "Hãy viết như 17,08/22, có thể thêm chữ điểm; điểm tối đa phải lớn hơn 0.",
        ),
        en=(
            "{value} is not points with their maximum.",
            "Write them as in 17,08/22, with or without the word điểm; the maximum is above 0.",
        ),
    ),
    ProblemCode.NOT_A_RANK: Text(
        vi=("{value} không phải là thứ hạng kèm số đơn vị.", "Hãy viết như 05/65."),
        en=("{value} is not a rank with the number of units.", "Write it as in 05/65."),
    ),
    ProblemCode.NOT_ROMAN: Text(
        vi=("{value} không phải là số La Mã.", "Hãy viết bằng chữ in hoa, như II hoặc IV."),
        en=("{value} is not a Roman numeral.", "Write it in capitals, as in II or IV."),
    ),
    ProblemCode.NOT_A_DATE: Text(
        vi=(
            "{value} không phải là ngày, tháng, năm.",
            "Hãy viết như ngày 05 tháng 7 năm 2023 hoặc 05/7/2023.",
        ),
        en=(
            "{value} is not a date.",
            "Write it as in ngày 05 tháng 7 năm 2023 or 05/7/2023.",
        ),
    ),
    ProblemCode.NO_SUCH_DAY: Text(
        vi=(
            "{value}: phần {part} (năm, tháng, ngày) không phải là một ngày có thật.",
            "Hãy đối chiếu với mã trên giấy tiếp nhận hồ sơ.",
        ),
        en=(
            "{value}: its part {part} (year, month, day) is no day of the calendar.",
            "Compare it with the receipt of the dossier.",
        ),
    ),
    ProblemCode.IMPOSSIBLE_DATE: Text(
        vi=(
            "{value} không có thật: tháng {month} năm {year} có {days} ngày.",
            "Hãy kiểm tra ngày trong văn bản gốc.",
        ),
        en=(
            "{value} does not exist: {month_en} {year} has {days} days.",
            "Check the day in the original document.",
        ),
    ),
    ProblemCode.WEEKDAY_MISMATCH: Text(
        vi=("{value}: ngày {date} là {weekday}.", "Hãy sửa thứ hoặc ngày."),
        en=("{value}: {date} is a {weekday_en}.", "Correct the weekday or the date."),
    ),
    ProblemCode.TWO_DIGIT_YEAR: Text(
        vi=("{value} viết năm bằng hai chữ số.", "Hãy viết đủ bốn chữ số của năm."),
        en=("{value} writes the year with two digits.", "Write all four digits of the year."),
    ),
    ProblemCode.NOT_A_PERIOD: Text(
        vi=(
            "{value} không phải là kỳ báo cáo.",
            (
                "Hãy viết như tháng 6/2023, Quý II/2023, 6 tháng đầu năm 2023, năm 2023 hoặc "
                "đến tháng 8/2023."
            ),
        ),
        en=(
            "{value} is not a period.",
            (
                "Write it as in tháng 6/2023, Quý II/2023, 6 tháng đầu năm 2023, năm 2023 or "
                "đến tháng 8/2023."
            ),
        ),
    ),
    ProblemCode.PERIOD_WITHOUT_YEAR: Text(
        vi=("{value} không ghi năm.", "Hãy ghi thêm năm, như {example}."),
        en=("{value} does not say the year.", "Add it, as in {example}."),
    ),
    ProblemCode.NOT_AN_AGENCY_CODE: Text(
        vi=(
            "{value} không phải là mã định danh cơ quan.",
            "Hãy viết như H21.17 hoặc 000.21.35.H53.",
        ),
        en=(
            "{value} is not an agency code.",
            "Write it as in H21.17 or 000.21.35.H53.",
        ),
    ),
    ProblemCode.NOT_A_DOSSIER_CODE: Text(
        vi=(
            "{value} không phải là mã hồ sơ.",
            (
                "Mã hồ sơ gồm mã định danh, ngày tiếp nhận (hai chữ số cho mỗi phần năm, tháng, "
                "ngày) và số thứ tự: H21.17-230612-0005."
            ),
        ),
        en=(
            "{value} is not a dossier code.",
            (
                "It is an agency code, the day of receipt as yymmdd, and four to seven digits: "
                "H21.17-230612-0005."
            ),
        ),
    ),
    ProblemCode.LOST_HYPHEN: Text(
        vi=("{value} thiếu một dấu gạch nối.", "Đúng ra phải viết là {meant}."),
        en=("{value} has lost a hyphen.", "It should be written {meant}."),
    ),
    ProblemCode.UNKNOWN_KEY: Text(
        vi=(
            "Không có nhóm chỉ số hay chỉ số nào tên là {value}.",
            "Tên gần nhất: {nearest}.",
        ),
        en=(
            "No group of indicators, and no indicator, is called {value}.",
            "The nearest known: {nearest}.",
        ),
    ),
    ProblemCode.AMBIGUOUS_KEY: Text(
        vi=(
            "{value} có thể là nhiều nhóm: {candidates}.",
            "Hãy dùng mã, hoặc ghi rõ điểm tối đa của cột, ví dụ (điểm đạt/22).",
        ),
        en=(
            "{value} may mean several groups: {candidates}.",
            "Use the id, or state the column's maximum, as in (điểm đạt/22).",
        ),
    ),
    ProblemCode.DUPLICATE_KEY: Text(
        vi=(
            "{label} được nhập hai lần: {other} và {value}.",
            "Hãy chỉ giữ lại một.",
        ),
        en=(
            "{label} is given twice: as {other} and as {value}.",
            "Keep one of them.",
        ),
    ),
    ProblemCode.SUM_MISMATCH: Text(
        vi=(
            "{label} ghi {value}, nhưng các phần cộng lại là {least}.",
            "Hãy sửa số sai, hoặc bỏ số tổng để thư viện tự tính.",
        ),
        en=(
            "{label} is stated as {value}, but its parts add up to {least}.",
            "Correct what is wrong, or leave the sum out: it is computed.",
        ),
    ),
    ProblemCode.OUT_OF_BOUNDS: Text(
        vi=(
            "{label} ghi {value}, nhưng với các phần đã biết thì chỉ có thể từ {least} đến {most}.",
            "Hãy kiểm tra các phần và số tổng.",
        ),
        en=(
            "{label} is stated as {value}, but the known parts allow only {least} to {most}.",
            "Check the parts and the sum.",
        ),
    ),
    ProblemCode.PUBLISHED_BAND: Text(
        vi=(
            "Xếp loại công bố là {value}, nhưng tổng điểm từ {least} đến {most} chỉ có thể là: "
            "{possible}.",
            "Hãy kiểm tra tổng điểm và thang xếp loại đã dùng.",
        ),
        en=(
            "The published class is {value}, but a total from {least} to {most} can only be: "
            "{possible}.",
            "Check the total, and the scale that was used.",
        ),
    ),
    ProblemCode.PUBLISHED_RANK: Text(
        vi=(
            "Thứ hạng công bố là {value} trên {of} đơn vị.",
            "Thứ hạng tính từ 1 đến số đơn vị được xếp hạng.",
        ),
        en=(
            "The published rank is {value} of {of} units.",
            "Ranks run from 1 to the number of units.",
        ),
    ),
    ProblemCode.UNKNOWN_LEVEL: Text(
        vi=("Không có cấp hành chính {value}.", "Các cấp của khung chỉ số: {known}."),
        en=("There is no level {value}.", "The levels of this framework: {known}."),
    ),
    ProblemCode.UNKNOWN_BAND: Text(
        vi=("Không có mức xếp loại {value}.", "Các mức xếp loại của khung chỉ số: {known}."),
        en=("No class is called {value}.", "The classes of this framework: {known}."),
    ),
    ProblemCode.DUPLICATE_UNIT: Text(
        vi=(
            "Đơn vị có {label} {value} xuất hiện {count} lần.",
            "Hãy giữ một bản ghi cho mỗi đơn vị và mỗi kỳ.",
        ),
        en=(
            "The unit with {label} {value} is there {count} times.",
            "Keep one record a unit and period.",
        ),
    ),
    ProblemCode.FILE_UNREADABLE: Text(
        vi=(
            "Không đọc được tệp {value} ({reason}).",
            "Hãy kiểm tra đường dẫn và quyền đọc tệp.",
        ),
        en=(
            "The file {value} cannot be read ({reason}).",
            "Check the path and the permission to read it.",
        ),
    ),
    ProblemCode.FILE_TOO_LARGE: Text(
        vi=(
            "Tệp lớn hơn {most} byte.",
            "Tệp mô tả chỉ vài chục nghìn byte: hãy kiểm tra xem có chọn nhầm tệp không.",
        ),
        en=(
            "The file is larger than {most} bytes.",
            "Such a file has some ten thousand bytes: check that this is the right one.",
        ),
    ),
    ProblemCode.FILE_TOO_COMPLEX: Text(
        vi=(
            "Tệp có bảng lồng quá sâu, dòng quá dài hoặc số có quá nhiều chữ số.",
            "Hãy viết theo mẫu của các tệp có sẵn.",
        ),
        en=(
            "The file has tables nested too deep, lines too long or numbers with too many digits.",
            "Write it the way the shipped files are written.",
        ),
    ),
    ProblemCode.TOML_SYNTAX: Text(
        vi=(
            "Dòng {line} không đúng cú pháp TOML ({reason}).",
            "Hãy sửa dòng này; tệp phải là văn bản UTF-8.",
        ),
        en=(
            "Line {line} is not TOML ({reason}).",
            "Correct this line; the file must be UTF-8 text.",
        ),
    ),
    ProblemCode.FIELD_UNKNOWN: Text(
        vi=(
            "Không có mục nào tên là {value} ở đây.",
            "Tên gần nhất: {nearest}. Hãy sửa tên hoặc xóa mục này.",
        ),
        en=(
            "There is no field {value} here.",
            "Nearest known: {nearest}. Correct the name or remove the field.",
        ),
    ),
    ProblemCode.FIELD_MISSING: Text(
        vi=("Thiếu mục này.", "Hãy bổ sung: mục này là bắt buộc."),
        en=("This field is missing.", "Add it: it is required."),
    ),
    ProblemCode.FIELD_TYPE: Text(
        vi=("Giá trị {value} không đúng kiểu.", "Hãy viết theo dạng {example}."),
        en=("The value {value} is of the wrong type.", "Write it like {example}."),
    ),
    ProblemCode.FIELD_CHOICE: Text(
        vi=("{value} không phải là giá trị cho phép.", "Hãy dùng một trong các giá trị: {known}."),
        en=("{value} is not one of the values allowed.", "Use one of: {known}."),
    ),
    ProblemCode.FIELD_EMPTY: Text(
        vi=("Mục này để trống.", "Hãy điền nội dung, hoặc bỏ mục này nếu không bắt buộc."),
        en=("This field is empty.", "Fill it in, or leave it out if it is optional."),
    ),
    ProblemCode.FIGURE_RANGE: Text(
        vi=(
            "{value} nằm ngoài phạm vi cho phép.",
            "Hãy viết số từ {least} đến {most}, không quá 2 chữ số thập phân.",
        ),
        en=(
            "{value} is out of range.",
            "Write a number from {least} to {most} with at most 2 decimals.",
        ),
    ),
    ProblemCode.UNKNOWN_CITATION: Text(
        vi=(
            "Không có bảng [citations.{name}].",
            "Hãy thêm bảng này, hoặc dùng tên đã có: {nearest}.",
        ),
        en=(
            "There is no table [citations.{name}].",
            "Add it, or use a name that exists: {nearest}.",
        ),
    ),
    ProblemCode.UNKNOWN_INSTRUMENT: Text(
        vi=(
            "Không có văn bản, nguồn nào có mã {value}.",
            "Hãy thêm vào [[instruments]], hoặc dùng mã đã có: {nearest}.",
        ),
        en=(
            "No instrument has the id {value}.",
            "Add it to [[instruments]], or use an id that exists: {nearest}.",
        ),
    ),
    ProblemCode.LOCATOR_MISSING: Text(
        vi=(
            "Nguồn ghi là đã đối chiếu (verified) nhưng không nêu vị trí (locator).",
            "Hãy nêu trang, mục hoặc bảng có thể xem, hoặc ghi tình trạng khác.",
        ),
        en=(
            "The source is called verified but names no place (locator).",
            "Name the page, section or table where it can be seen, or give another status.",
        ),
    ),
    ProblemCode.FRAMEWORK_ID: Text(
        vi=(
            "{value} không dùng làm mã của khung được ở đây.",
            "Hãy dùng chữ thường không dấu, chữ số và dấu gạch nối, ví dụ {example}.",
        ),
        en=(
            "{value} cannot be the id of the framework here.",
            "Use lower-case letters without accents, digits and hyphens, for example {example}.",
        ),
    ),
    ProblemCode.DUPLICATE_NAME: Text(
        vi=("{value} đã được dùng ở {other}.", "Hãy đặt tên khác cho một trong hai."),
        en=("{value} is already used at {other}.", "Give one of the two another name."),
    ),
    ProblemCode.AMBIGUOUS_ALIAS: Text(
        vi=(
            "Tên {value} cũng chỉ {other}, có cùng điểm tối đa.",
            "Hãy bỏ tên này ở một trong hai: không có gì để phân biệt chúng.",
        ),
        en=(
            "The name {value} also means {other}, which has the same maximum.",
            "Remove it from one of the two: nothing tells them apart.",
        ),
    ),
    ProblemCode.SUM_OF_PARTS: Text(
        vi=(
            "Điểm tối đa là {value} nhưng các phần cộng lại là {sum}.",
            "Hãy sửa điểm tối đa hoặc các phần.",
        ),
        en=(
            "The maximum is {value} but its parts add up to {sum}.",
            "Correct the maximum or the parts.",
        ),
    ),
    ProblemCode.MIXED_PARTS: Text(
        vi=(
            "{value} vừa có nhóm con (children) vừa có chỉ số thành phần (indicators).",
            "Hãy giữ một loại, hoặc đưa các chỉ số vào nhóm con.",
        ),
        en=(
            "{value} has both children and indicators.",
            "Keep one kind, or move the indicators into a child.",
        ),
    ),
    ProblemCode.UNSCORED_MAXIMUM: Text(
        vi=(
            "Chỉ số không tính điểm (unscored) có điểm tối đa {value}.",
            "Hãy ghi điểm tối đa là 0, hoặc chọn cách tính khác.",
        ),
        en=(
            "The indicator is unscored but has a maximum of {value}.",
            "Write 0 as its maximum, or give it another rule.",
        ),
    ),
    ProblemCode.LEVEL_OUTSIDE: Text(
        vi=(
            "Cấp {value} không thuộc các cấp của khung.",
            "Hãy thêm vào levels của khung, hoặc bỏ ở đây; các cấp của khung: {known}.",
        ),
        en=(
            "The level {value} is not one of the framework's.",
            "Add it to the framework's levels, or remove it here; the framework has: {known}.",
        ),
    ),
    ProblemCode.BAND_ORDER: Text(
        vi=(
            "Mức điểm {value} không thấp hơn mức liền trước ({previous}).",
            "Hãy xếp các mức từ cao xuống thấp, không trùng nhau.",
        ),
        en=(
            "The cut-off {value} is not below the one before it ({previous}).",
            "List the bands from the highest to the lowest, each with its own cut-off.",
        ),
    ),
    ProblemCode.BAND_FLOOR: Text(
        vi=(
            "Mức thấp nhất bắt đầu từ {value}, không phải từ 0.",
            "Hãy ghi 0: mọi tổng điểm đều phải có xếp loại.",
        ),
        en=(
            "The lowest band starts at {value}, not at 0.",
            "Write 0: every total must have a class.",
        ),
    ),
    ProblemCode.BAND_CEILING: Text(
        vi=(
            "Mức cao nhất bắt đầu từ {value}, vượt quá điểm tối đa {maximum}.",
            "Hãy sửa mức điểm: không đơn vị nào đạt được mức này.",
        ),
        en=(
            "The highest band starts at {value}, above the maximum of {maximum}.",
            "Correct the cut-off: no unit can reach it.",
        ),
    ),
    ProblemCode.VALIDITY_ORDER: Text(
        vi=(
            "Ngày cuối {value} trước ngày đầu {first}.",
            "Hãy sửa một trong hai ngày.",
        ),
        en=(
            "The last day {value} lies before the first day {first}.",
            "Correct one of the two days.",
        ),
    ),
    ProblemCode.UNKNOWN_FRAMEWORK: Text(
        vi=(
            "Không có khung nào tên là {value}.",
            "Gần nhất: {nearest}. Các khung hiện có: {known}; hoặc nêu đường dẫn tới tệp .toml.",
        ),
        en=(
            "There is no framework {value}.",
            "Nearest: {nearest}. Known: {known}; or give the path of a .toml file.",
        ),
    ),
    ProblemCode.EDITION_NOT_IN_FORCE: Text(
        vi=(
            "Khung {framework} không áp dụng cho ngày {value} (từ {first} đến {last}).",
            "Hãy chọn khung khác, hoặc bỏ ngày để dùng khung này bất kể thời hạn.",
        ),
        en=(
            "The framework {framework} does not cover {value} (it runs from {first} to {last}).",
            "Choose another framework, or leave out the day to use this one regardless.",
        ),
    ),
    ProblemCode.NO_EDITION_IN_FORCE: Text(
        vi=(
            "Không có khung nào áp dụng cho ngày {value}.",
            "Khung có hiệu lực sớm nhất là {framework}, từ {first}.",
        ),
        en=(
            "No edition covers {value}.",
            "The earliest is {framework}, from {first}.",
        ),
    ),
    ProblemCode.FRAMEWORK_NAME_CLASH: Text(
        vi=(
            "Có nhiều khung cùng tên {value}: {owners}.",
            "Hãy gỡ hoặc đổi tên các gói thừa: tên khung phải là duy nhất.",
        ),
        en=(
            "Several frameworks are called {value}: {owners}.",
            "Uninstall or rename all but one: the name of a framework must be unique.",
        ),
    ),
    ProblemCode.ENTRY_POINT_BROKEN: Text(
        vi=(
            "Gói {owner} khai báo khung {value} nhưng không đọc được {resource} ({reason}).",
            "Hãy cài lại gói, hoặc báo cho người làm gói.",
        ),
        en=(
            "The package {owner} declares the framework {value}, but {resource} cannot be read "
            "({reason}).",
            "Install the package again, or tell its maintainer.",
        ),
    ),
    ProblemCode.FILE_BEYOND_LIMIT: Text(
        vi=(
            "Tệp quá lớn: giới hạn là {limit}.",
            "Một bảng điểm chỉ vài trăm nghìn byte: hãy kiểm tra xem có chọn nhầm tệp không, "
            "hoặc chép riêng bảng điểm sang tệp mới.",
        ),
        en=(
            "The file is too large: the limit is {limit}.",
            "A table of points has some hundred thousand bytes: check that this is the right "
            "file, or copy the table alone into a new one.",
        ),
    ),
    ProblemCode.TABLE_TOO_LARGE: Text(
        vi=(
            "Bảng quá lớn: giới hạn là {rows} dòng, {columns} cột và {cells} ô.",
            "Hãy xóa các dòng và cột thừa, hoặc chép riêng bảng điểm sang tệp mới.",
        ),
        en=(
            "The table is too large: the limits are {rows} rows, {columns} columns and {cells} "
            "cells.",
            "Delete surplus rows and columns, or copy the table alone into a new file.",
        ),
    ),
    ProblemCode.CELL_TOO_LONG: Text(
        vi=(
            "Có ô dài hơn {limit} ký tự.",
            'Hãy kiểm tra dấu ngoặc kép (") chưa đóng trong tệp.',
        ),
        en=(
            "A cell is longer than {limit} characters.",
            'Look for a quotation mark (") that is never closed.',
        ),
    ),
    ProblemCode.EMPTY_FILE: Text(
        vi=(
            "Tệp trống.",
            "Hãy kiểm tra xem có chọn nhầm tệp không.",
        ),
        en=(
            "The file is empty.",
            "Check that this is the right file.",
        ),
    ),
    ProblemCode.UNKNOWN_FORMAT: Text(
        vi=(
            "Nội dung tệp là {found}, không phải bảng điểm.",
            "Hãy lưu bảng dưới dạng CSV UTF-8 hoặc Excel (.xlsx), hoặc lưu dữ liệu của Cổng "
            "dưới dạng JSON.",
        ),
        en=(
            "The file holds {found}, not a table of points.",
            "Save the table as CSV UTF-8 or Excel (.xlsx), or the portal's data as JSON.",
        ),
    ),
    ProblemCode.UNKNOWN_ENCODING: Text(
        vi=(
            "Văn bản trong tệp không được mã hóa bằng UTF-8.",
            'Hãy mở tệp bằng Excel và lưu lại dưới dạng "CSV UTF-8"; nếu là bảng mã TCVN3, VNI '
            "hoặc Windows-1258, hãy chuyển sang Unicode trước.",
        ),
        en=(
            "The text of the file is not in UTF-8.",
            'Open it in Excel and save it as "CSV UTF-8"; if it is in TCVN3, VNI or '
            "Windows-1258, convert it to Unicode first.",
        ),
    ),
    ProblemCode.LEGACY_LETTERS: Text(
        vi=(
            "Chữ trong tệp có vẻ được gõ bằng phông TCVN3 (ABC) hoặc VNI, không phải Unicode.",
            "Hãy chuyển chữ sang Unicode (ví dụ bằng UniKey Toolkit) rồi thử lại.",
        ),
        en=(
            "The text seems to be typed in a TCVN3 (ABC) or VNI font, not in Unicode.",
            "Convert it to Unicode (UniKey Toolkit does it), then try again.",
        ),
    ),
    ProblemCode.OLD_EXCEL: Text(
        vi=(
            "Tệp là Excel kiểu cũ (.xls).",
            "Hãy mở bằng Excel và lưu lại dưới dạng Excel Workbook (.xlsx) hoặc CSV UTF-8.",
        ),
        en=(
            "The file is an old Excel workbook (.xls).",
            "Open it in Excel and save it as Excel Workbook (.xlsx) or CSV UTF-8.",
        ),
    ),
    ProblemCode.ENCRYPTED_FILE: Text(
        vi=(
            "Tệp được bảo vệ bằng mật khẩu.",
            "Hãy mở tệp, bỏ mật khẩu và lưu lại.",
        ),
        en=(
            "The file is protected by a password.",
            "Open it, remove the password, and save it again.",
        ),
    ),
    ProblemCode.DAMAGED_FILE: Text(
        vi=(
            "Tệp bị hỏng hoặc không đúng định dạng ({reason}).",
            "Hãy tải hoặc xuất lại tệp; nếu mở được bằng Excel, hãy lưu lại dưới tên khác.",
        ),
        en=(
            "The file is damaged or malformed ({reason}).",
            "Fetch or export it again; if Excel opens it, save it under another name.",
        ),
    ),
    ProblemCode.UNKNOWN_SHAPE: Text(
        vi=(
            "Dữ liệu JSON không có cấu trúc đã biết: tại {place} cần {expected}.",
            "Hãy lưu nguyên văn phản hồi của Cổng; nếu Cổng đã đổi cấu trúc, hãy chuyển dữ liệu "
            "sang CSV.",
        ),
        en=(
            "The JSON has no known shape: {place} should be {expected}.",
            "Save the portal's response as it is; if the portal has changed its shape, convert "
            "the data to CSV.",
        ),
    ),
    ProblemCode.UNKNOWN_FIELDS: Text(
        vi=(
            "Có các trường chưa biết: {names}.",
            "Các trường này được giữ nguyên, không dùng để tính điểm.",
        ),
        en=(
            "There are unknown fields: {names}.",
            "They are kept as they are, and not scored.",
        ),
    ),
    ProblemCode.UNKNOWN_SHEET: Text(
        vi=(
            "Không có trang tính nào tên là {value}.",
            "Các trang tính trong tệp: {known}.",
        ),
        en=(
            "There is no sheet called {value}.",
            "The sheets of this file: {known}.",
        ),
    ),
    ProblemCode.SEVERAL_SHEETS: Text(
        vi=(
            "Nhiều trang tính có bảng đọc được: {known}.",
            "Hãy chỉ rõ trang cần đọc (sheet).",
        ),
        en=(
            "Several sheets hold a table that can be read: {known}.",
            "Name the one to read (sheet).",
        ),
    ),
    ProblemCode.NO_HEADER: Text(
        vi=(
            "Không tìm thấy dòng tiêu đề có tên đơn vị (hoặc mã) và ít nhất một cột điểm.",
            'Hãy đặt tiêu đề cột như "Tên đơn vị", "Công khai, minh bạch", hoặc mã CKMB, TDGQ, '
            "CLGQ, TTTT, MDHL, MDSH; cột (%) không phải là cột điểm.",
        ),
        en=(
            "There is no header row with the unit's name (or code) and at least one column of "
            "points.",
            'Head the columns as in "Tên đơn vị", "Công khai, minh bạch", or with the codes '
            "CKMB, TDGQ, CLGQ, TTTT, MDHL, MDSH; columns in (%) are not points.",
        ),
    ),
    ProblemCode.STATED_MAXIMUM: Text(
        vi=(
            "{label}: {value} ghi điểm tối đa là {stated}, nhưng theo khung chỉ số phải là "
            "{maximum}.",
            "Hãy kiểm tra cột và điểm tối đa đã ghi, hoặc chọn đúng khung chỉ số.",
        ),
        en=(
            "{label}: {value} states a maximum of {stated}, but in the framework it is {maximum}.",
            "Check the column and the maximum stated, or choose the right framework.",
        ),
    ),
    ProblemCode.PERCENT_COLUMN: Text(
        vi=(
            "Cột {value} là tỷ lệ phần trăm, không phải điểm.",
            "Cột này được giữ nguyên, không dùng để tính điểm.",
        ),
        en=(
            "The column {value} holds percents, not points.",
            "It is kept as it is, and not scored.",
        ),
    ),
    ProblemCode.MISSING_COLUMNS: Text(
        vi=(
            "Không có cột điểm cho: {labels}. Các cột không nhận ra: {names}.",
            "Nếu bảng có các điểm này, hãy sửa tiêu đề cột; nếu không, các điểm này được coi "
            "là chưa có số liệu.",
        ),
        en=(
            "There is no column of points for: {labels}. Columns not recognised: {names}.",
            "If the table has these points, correct the headers; otherwise they are taken as "
            "not known.",
        ),
    ),
    ProblemCode.NO_UNIT: Text(
        vi=(
            "Dòng có số liệu nhưng không có tên hoặc mã đơn vị.",
            "Hãy điền tên đơn vị, hoặc xóa dòng này.",
        ),
        en=(
            "The row has figures but neither name nor code of a unit.",
            "Enter the unit, or delete the row.",
        ),
    ),
    ProblemCode.ROW_LEFT_OUT: Text(
        vi=(
            "Dòng {value} không phải là một đơn vị.",
            "Dòng này (dòng tổng, trung bình, tiêu đề nhóm hoặc ghi chú) không được tính điểm.",
        ),
        en=(
            "The row {value} is not a unit.",
            "It was not scored: a total, an average, a heading or a note.",
        ),
    ),
    ProblemCode.ERROR_CELL: Text(
        vi=(
            "Ô có lỗi công thức: {value}.",
            "Hãy sửa công thức trong Excel, hoặc để trống nếu chưa có số liệu.",
        ),
        en=(
            "The cell holds a formula error: {value}.",
            "Correct the formula in the workbook, or leave the cell blank if it is not known.",
        ),
    ),
    ProblemCode.UNCOMPUTED_CELL: Text(
        vi=(
            "Ô có công thức nhưng chưa có kết quả được lưu.",
            "Hãy mở tệp bằng Excel, tính lại và lưu; hoặc dán giá trị thay cho công thức.",
        ),
        en=(
            "The cell holds a formula without a stored result.",
            "Open the file in Excel, recalculate and save it; or paste the value in place of "
            "the formula.",
        ),
    ),
    ProblemCode.DATE_CELL: Text(
        vi=(
            "Ô là ngày tháng ({value}), không phải số.",
            "Excel có thể đã tự đổi 7/8 thành ngày: hãy định dạng ô là Văn bản (Text) và nhập lại.",
        ),
        en=(
            "The cell is a date ({value}), not a number.",
            "Excel may have turned 7/8 into a date: format the cell as text and enter it again.",
        ),
    ),
    ProblemCode.PERCENT_CELL: Text(
        vi=(
            "Ô được định dạng phần trăm (giá trị được lưu: {value}), không phải là điểm hay số "
            "đếm.",
            "Hãy ghi số điểm đạt được hoặc số đếm vào ô và định dạng ô là Số (Number).",
        ),
        en=(
            "The cell is formatted as a percentage (stored value: {value}), not as points or a "
            "count.",
            "Enter the points that were awarded, or the count, and format the cell as a number.",
        ),
    ),
    ProblemCode.CELL_BEYOND_HEADS: Text(
        vi=(
            "Dòng có nhiều ô hơn số cột tiêu đề: {value} nằm ngoài cột tiêu đề cuối cùng.",
            "Nếu số dùng dấu phẩy thập phân, hãy đặt số trong dấu ngoặc kép hoặc dùng dấu "
            "chấm phẩy (;) để ngăn cách các ô; nếu không, hãy thêm tiêu đề cho cột này hoặc "
            "xóa ô.",
        ),
        en=(
            "The row has more cells than there are heads: {value} stands beyond the last head.",
            "If decimals are written with a comma, quote them or part the cells by "
            "semicolons (;); otherwise give the column a head, or clear the cell.",
        ),
    ),
    ProblemCode.ALL_MAXIMA: Text(
        vi=(
            "Mọi điểm của {value} đều bằng điểm tối đa, và dòng không có mã đơn vị.",
            "Nếu đây là dòng thang điểm chứ không phải một đơn vị, hãy xóa dòng này.",
        ),
        en=(
            "All points of {value} are maxima, and the row has no code of a unit.",
            "If the row states the maxima and is no unit, delete it.",
        ),
    ),
    ProblemCode.SAME_NAME: Text(
        vi=(
            "Đơn vị {value} xuất hiện {count} lần và không có mã để phân biệt.",
            "Nếu là cùng một đơn vị, hãy giữ một dòng; nếu là các đơn vị khác nhau, hãy ghi "
            "mã định danh.",
        ),
        en=(
            "The unit {value} is there {count} times, without codes that tell one from the other.",
            "Keep one row if it is one unit; enter the codes of the units if they are several.",
        ),
    ),
    ProblemCode.ANOTHER_TABLE: Text(
        vi=(
            "Một bảng khác bắt đầu tại đây, với các cột khác: {value}.",
            "Hãy tách bảng này thành tệp hoặc trang tính riêng; từ dòng này trở đi không được đọc.",
        ),
        en=(
            "Another table begins here, with other columns: {value}.",
            "Put it in a file or sheet of its own; nothing from this row on was read.",
        ),
    ),
    ProblemCode.NOT_A_DOCX: Text(
        vi=(
            "Nội dung tệp là {found}, không phải văn bản Word (.docx).",
            "Hãy chọn tệp .docx, hoặc mở tệp bằng Word và lưu dưới dạng Word Document (.docx).",
        ),
        en=(
            "The file holds {found}, not a Word document (.docx).",
            "Choose a .docx file, or open it in Word and save it as Word Document (.docx).",
        ),
    ),
    ProblemCode.OLD_WORD: Text(
        vi=(
            "Tệp là văn bản Word kiểu cũ (.doc).",
            "Hãy mở bằng Word và lưu lại dưới dạng Word Document (.docx).",
        ),
        en=(
            "The file is an old Word document (.doc).",
            "Open it in Word and save it as Word Document (.docx).",
        ),
    ),
    ProblemCode.DAMAGED_DOCX: Text(
        vi=(
            "Tệp bị hỏng hoặc không đúng định dạng .docx ({reason}).",
            "Hãy lấy lại tệp; nếu mở được bằng Word, hãy lưu lại dưới tên khác.",
        ),
        en=(
            "The file is damaged or no sound .docx ({reason}).",
            "Fetch it again; if Word opens it, save it under another name.",
        ),
    ),
    ProblemCode.DOCX_BEYOND_LIMIT: Text(
        vi=(
            "Tệp quá lớn: giới hạn là {limit}.",
            "Hãy kiểm tra xem có chọn nhầm tệp không, hoặc tách phần hình ảnh ra khỏi văn bản.",
        ),
        en=(
            "The file is too large: the limit is {limit}.",
            "Check that this is the right file, or take pictures out of the document.",
        ),
    ),
    ProblemCode.NOT_COUNTS: Text(
        vi=(
            "{label}: {value} không phải là một cặp số đếm.",
            "Hãy ghi hai số nguyên: tử số và mẫu số, ví dụ (755, 1120).",
        ),
        en=(
            "{label}: {value} is not a pair of counts.",
            "Give two integers, numerator and denominator, such as (755, 1120).",
        ),
    ),
    ProblemCode.NEGATIVE_COUNT: Text(
        vi=("{label}: {value} có số âm.", "Số đếm tính từ 0 trở lên."),
        en=("{label}: {value} has a negative count.", "Counts run from 0 upwards."),
    ),
    ProblemCode.ABOVE_DENOMINATOR: Text(
        vi=(
            "{label}: tử số lớn hơn mẫu số: {value}.",
            "Hãy kiểm tra xem hai số có bị đổi chỗ cho nhau hay không.",
        ),
        en=(
            "{label}: the numerator is above the denominator: {value}.",
            "Check whether the two have been swapped.",
        ),
    ),
    ProblemCode.NOT_AT_THIS_LEVEL: Text(
        vi=(
            "{label}: chỉ số này không áp dụng cho cấp của đơn vị.",
            "Hãy bỏ số liệu này; chỉ số chỉ áp dụng cho: {levels}.",
        ),
        en=(
            "{label}: units of this level do not have this indicator.",
            "Leave it out; it is for: {levels}.",
        ),
    ),
    ProblemCode.POINTS_ARE_GIVEN: Text(
        vi=(
            "{label}: điểm của chỉ số này không tính được từ số đếm.",
            "Hãy nhập điểm đã công bố (tham số points).",
        ),
        en=(
            "{label}: the points of this indicator do not follow from counts.",
            "Give its published points (as points=).",
        ),
    ),
    ProblemCode.NO_SUCH_COLUMN: Text(
        vi=("Bảng không có cột {value}.", "Các cột của bảng: {known}."),
        en=("The table has no column {value}.", "Its columns: {known}."),
    ),
    ProblemCode.NO_POINTS_COLUMN: Text(
        vi=(
            "Không nhận ra cột điểm nào trong bảng.",
            "Hãy đặt tên cột theo mã nhóm ({known}), hoặc cho biết ý nghĩa của cột bằng "
            "tham số columns.",
        ),
        en=(
            "No column of the table is known to hold points.",
            "Name columns by the ids of groups ({known}), or say what they mean with columns=.",
        ),
    ),
    ProblemCode.COLUMN_TAKEN: Text(
        vi=(
            "Bảng đã có cột {value}, trùng tên với cột kết quả.",
            "Hãy đổi tên cột đó, hoặc chỉ giữ các cột khác bằng tham số keep: số liệu có sẵn "
            "không bị ghi đè.",
        ),
        en=(
            "The table already has a column {value}, which is the name of a result.",
            "Rename it, or keep only others with keep=: what is there is never overwritten.",
        ),
    ),
    ProblemCode.UNKNOWN_FIELD: Text(
        vi=("Không có thông tin hồ sơ nào tên là {value}.", "Các tên dùng được: {known}."),
        en=("Nothing that is told of a dossier is called {value}.", "The names known: {known}."),
    ),
    ProblemCode.COLUMN_TYPE: Text(
        vi=(
            "Cột {value} ({field}) có kiểu {type}.",
            "Cột này cần {needed}: hãy chuyển kiểu trước. Nếu ngày ghi bằng chữ, hãy nêu rõ thứ tự "
            "ngày, tháng khi chuyển.",
        ),
        en=(
            "The column {value} ({field}) is of type {type}.",
            "It must hold {needed}: convert it first. When texts become dates, state the order of "
            "day and month.",
        ),
    ),
    ProblemCode.COLUMN_ZONE: Text(
        vi=(
            "Cột {value} ({field}) ghi giờ theo múi giờ {zone}.",
            "Một hồ sơ thuộc ngày nào là theo giờ Việt Nam: hãy chuyển sang Asia/Ho_Chi_Minh rồi "
            "bỏ múi giờ.",
        ),
        en=(
            "The column {value} ({field}) holds times of the zone {zone}.",
            "The day of a dossier is that of Viet Nam: convert to Asia/Ho_Chi_Minh, then drop "
            "the zone.",
        ),
    ),
    ProblemCode.NOT_COUNTED: Text(
        vi=(
            "{value} là nhóm {label}: tử số và mẫu số được nhập theo từng chỉ số thành phần.",
            "Các chỉ số của nhóm: {known}. Điểm của cả nhóm thì nhập ở phần điểm (points).",
        ),
        en=(
            "{value} is the group {label}: counts are given indicator by indicator.",
            "The indicators of the group: {known}. Points of a whole group are given as points=.",
        ),
    ),
    ProblemCode.NO_COMPONENT_RULES: Text(
        vi=(
            "Khung {framework} không có cách tính từ số liệu đếm.",
            "Hãy dùng khung có chỉ số thành phần, ví dụ portal-2026, hoặc nhập điểm của các nhóm.",
        ),
        en=(
            "The framework {framework} has no rules for counts.",
            "Use one with indicators, such as portal-2026, or give the points of its groups.",
        ),
    ),
    ProblemCode.INCOMPLETE: Text(
        vi=(
            "Chưa có tổng điểm vì thiếu số liệu: {missing}.",
            "Hãy bổ sung tử số và mẫu số của các chỉ số này, hoặc điểm của nhóm chứa chúng.",
        ),
        en=(
            "There is no total, for figures are missing: {missing}.",
            "Give the counts of these indicators, or the points of the node that they belong to.",
        ),
    ),
    ProblemCode.CANNOT_MOVE: Text(
        vi=(
            "Chỉ số {label} không thể thay đổi: không có số liệu đếm, không tính điểm theo tỷ lệ, "
            "hoặc không áp dụng cho cấp này.",
            "Hãy bỏ chỉ số này, hoặc bổ sung tử số và mẫu số của nó.",
        ),
        en=(
            "The indicator {label} cannot move: it has no counts, no rule that turns a rate into "
            "points, or is not for this level.",
            "Leave it out, or give its counts.",
        ),
    ),
    ProblemCode.NOT_A_LIMIT: Text(
        vi=(
            "Giới hạn của {label} là {value}.",
            "Giới hạn là số lượng được phép tăng thêm: một số nguyên từ 0 trở lên.",
        ),
        en=(
            "The limit of {label} is {value}.",
            "A limit is how many may be added: a whole number from 0 upwards.",
        ),
    ),
    ProblemCode.INHERITED: Text(
        vi=(
            "Các chỉ số {labels} dùng số liệu chung của cấp trên, đơn vị không tự thay đổi được.",
            "Nếu vẫn muốn tính, hãy nêu rõ các chỉ số được thay đổi.",
        ),
        en=(
            "The indicators {labels} carry figures of the level above: a unit cannot change them.",
            "To reckon with them all the same, name the indicators that can move.",
        ),
    ),
    ProblemCode.SHARED_DOSSIERS: Text(
        vi=(
            "Các chỉ số {labels} có cùng mẫu số {value}: một hồ sơ (thủ tục, phản ánh) có thể được "
            "tính cho nhiều chỉ số.",
            "Khi đó số lượng thực tế cần xử lý là từ {least} đến {most}.",
        ),
        en=(
            "The indicators {labels} have the same denominator, {value}: one dossier (procedure, "
            "petition) may count for several of them.",
            "How many have to be handled is then between {least} and {most}.",
        ),
    ),
    ProblemCode.NOT_A_COUNT: Text(
        vi=(
            "{label}: {value} không phải là số đếm.",
            "Số đếm là số nguyên từ 0 trở lên, không có phần thập phân; nếu chưa có số liệu, "
            "hãy để trống.",
        ),
        en=(
            "{label}: {value} is not a count.",
            "A count is a whole number from 0 upwards; leave it blank if it is not known.",
        ),
    ),
    ProblemCode.COUNT_TOO_LARGE: Text(
        vi=(
            "{label}: {value} quá lớn; số đếm được tính chính xác đến {limit}.",
            "Hãy kiểm tra các chữ số.",
        ),
        en=(
            "{label}: {value} is too large; counts up to {limit} are computed exactly.",
            "Check its digits.",
        ),
    ),
    ProblemCode.UNBALANCED: Text(
        vi=(
            "{label}: {value}, nhưng {parts} cộng lại là {sum}.",
            "Hãy kiểm tra các số này: ít nhất một số không đúng hoặc đếm những hồ sơ khác.",
        ),
        en=(
            "{label}: {value}, but {parts} add up to {sum}.",
            "Check these figures: one of them is wrong, or counts other dossiers.",
        ),
    ),
    ProblemCode.PARTS_ABOVE_WHOLE: Text(
        vi=(
            "{label}: {value}, ít hơn riêng các phần đã biết ({parts}): {sum}.",
            "Hãy kiểm tra các số này: ít nhất một số không đúng hoặc đếm những hồ sơ khác.",
        ),
        en=(
            "{label}: {value}, less than the known parts alone ({parts}): {sum}.",
            "Check these figures: one of them is wrong, or counts other dossiers.",
        ),
    ),
    ProblemCode.SAME_GROUP: Text(
        vi=(
            "Các tệp {files} cùng là phản hồi {value} của Cổng.",
            "Hãy giữ một tệp cho mỗi nhóm chỉ số và mỗi kỳ.",
        ),
        en=(
            "The files {files} are the same response of the portal: {value}.",
            "Keep one file a group and period.",
        ),
    ),
    ProblemCode.ONE_PAGE: Text(
        vi=(
            "Phản hồi chỉ là một trong {value} trang.",
            "Các đơn vị ở trang khác không có số liệu của nhóm này: hãy lưu phản hồi với "
            "pageSize đủ lớn.",
        ),
        en=(
            "The response is one page of {value}.",
            "Units on the other pages lack these figures: save it with a larger pageSize.",
        ),
    ),
    ProblemCode.UNITS_WITHOUT_CODE: Text(
        vi=(
            "Có {value} đơn vị không có mã: {names}.",
            "Trong bảng, hãy ghi mã ở mọi dòng; với phản hồi của Cổng, hãy đọc thêm phản hồi có mã "
            "(số hóa, tiến độ, dịch vụ công trực tuyến hoặc thanh toán) của cùng kỳ.",
        ),
        en=(
            "There is no code for {value} of the units: {names}.",
            "In a table, write the code in every row; of the portal, read a response that has "
            "codes (digitization, progress, online services or payment) of the same period, too.",
        ),
    ),
    ProblemCode.HALF_CODED: Text(
        vi=(
            "Đơn vị {value} có dòng ghi mã và có dòng không ghi mã nên được đọc thành {count} đơn "
            "vị.",
            "Nếu là cùng một đơn vị (chẳng hạn mã chỉ được ghi một lần hoặc nằm trong ô gộp), hãy "
            "ghi mã ở mọi dòng.",
        ),
        en=(
            "The unit {value} is there with a code and without, and was read as {count} units.",
            "If it is one unit (its code was written once, or is in a merged cell), write the code "
            "in every row.",
        ),
    ),
    ProblemCode.CONTRADICTING_UNIT: Text(
        vi=(
            "Đơn vị {unit} có hai {label} khác nhau: {other} và {stated}.",
            "Hãy kiểm tra xem các số liệu có thuộc cùng một đơn vị hay không.",
        ),
        en=(
            "The unit {unit} has two different {label}s: {other} and {stated}.",
            "Check whether the figures belong to one unit.",
        ),
    ),
    ProblemCode.PRINTED_SCORE: Text(
        vi=(
            "{label}: điểm đã công bố là {value}, nhưng tính từ số liệu là {computed}.",
            "Điểm công bố được giữ nguyên bên cạnh; hãy kiểm tra số liệu và cách tính.",
        ),
        en=(
            "{label}: the published points are {value}, but the counts give {computed}.",
            "What was published is kept beside them: check the counts, and the rule.",
        ),
    ),
    ProblemCode.NO_COUNTS: Text(
        vi=(
            "Tệp không có số đếm: không phải phản hồi có số đếm của Cổng, cũng không có dòng tiêu "
            "đề với đơn vị, chỉ số, tử số và mẫu số.",
            "Hãy lưu nguyên văn phản hồi của Cổng; trong bảng, hãy đặt tiêu đề cột là "
            '"Mã đơn vị" hoặc "Tên đơn vị", "Chỉ số", "Tử số", "Mẫu số"; mỗi dòng một đơn vị và '
            'một chỉ số; có thể thêm cột "Điểm".',
        ),
        en=(
            "The file holds no counts: it is none of the portal's responses with counts, and no "
            "header row has unit, indicator, numerator and denominator.",
            "Save the portal's response as it is; in a table, head the columns "
            '"unit_code" or "unit_name", "indicator", "numerator", "denominator"; one row a unit '
            'and indicator; a column "points" may be added.',
        ),
    ),
    ProblemCode.HOLDS_POINTS: Text(
        vi=(
            "{value} có điểm, không có số đếm, nên không được đọc cùng các phản hồi khác.",
            "Nếu cần, hãy đọc riêng tệp này như một bảng điểm.",
        ),
        en=(
            "{value} holds points, not counts, and was left out.",
            "Read it by itself, as points, if they are needed.",
        ),
    ),
    ProblemCode.NOT_ALONE: Text(
        vi=(
            "{value} là một bảng số liệu, không đọc cùng với các tệp khác được.",
            "Hãy đọc riêng bảng này.",
        ),
        en=(
            "{value} is a table of counts, which is not read together with other files.",
            "Read it on its own.",
        ),
    ),
    ProblemCode.UNVERIFIED_MAXIMA: Text(
        vi=(
            "Điểm tối đa của {framework} ({labels}) chưa được đối chiếu với văn bản gốc "
            "(tình trạng: {status}).",
            "Hãy đối chiếu với văn bản của cơ quan có thẩm quyền trước khi công bố.",
        ),
        en=(
            "Maxima of {framework} ({labels}) are not verified against the original text "
            "(status: {status}).",
            "Check them against your authority's text before publishing.",
        ),
    ),
    ProblemCode.UNVERIFIED_RULES: Text(
        vi=(
            "Cách tính của {framework} cho {labels} chưa được đối chiếu với văn bản gốc "
            "(tình trạng: {status}).",
            "Hãy so sánh với điểm mà Cổng Dịch vụ công quốc gia công bố.",
        ),
        en=(
            "The rules of {framework} for {labels} are not verified against the original text "
            "(status: {status}).",
            "Compare with the points that the national portal publishes.",
        ),
    ),
    ProblemCode.UNCOVERED_PERIOD: Text(
        vi=(
            "Khung {framework} không áp dụng cho trọn kỳ báo cáo này, nhưng điểm được tính theo "
            "khung đó.",
            "Hãy chỉ định khung khác nếu cần.",
        ),
        en=(
            "The framework {framework} does not cover this period, yet the points were scored "
            "by it.",
            "Name another framework if this is not the one.",
        ),
    ),
    ProblemCode.DIFFERENT_FRAMEWORKS: Text(
        vi=(
            "Các kết quả dựa trên những khung khác nhau: {labels}.",
            "Chỉ xếp hạng hoặc so sánh những kết quả được tính theo cùng một khung.",
        ),
        en=(
            "The results rest on different frameworks: {labels}.",
            "Rank or compare only what was scored by one framework.",
        ),
    ),
    ProblemCode.DIFFERENT_PERIODS: Text(
        vi=(
            "Các kết quả thuộc những kỳ báo cáo khác nhau: {labels}.",
            "Chỉ xếp hạng những đơn vị trong cùng một kỳ.",
        ),
        en=(
            "The results are of different periods: {labels}.",
            "Rank only units of one period.",
        ),
    ),
    ProblemCode.UNVERIFIED_BANDS: Text(
        vi=(
            "Mức điểm xếp loại của {framework} ({labels}) chưa được đối chiếu với văn bản gốc "
            "(tình trạng: {status}).",
            "Hãy đối chiếu với văn bản của cơ quan có thẩm quyền trước khi công bố xếp loại.",
        ),
        en=(
            "The cut-offs of the classes of {framework} ({labels}) are not verified against the "
            "original text (status: {status}).",
            "Check them against your authority's text before publishing a class.",
        ),
    ),
    ProblemCode.UNVERIFIED_VALIDITY: Text(
        vi=(
            "Khung {framework} được chọn theo kỳ báo cáo; thời hạn áp dụng của khung chưa được "
            "đối chiếu với văn bản (tình trạng: {status}).",
            "Nếu cần, hãy chỉ định khung khác.",
        ),
        en=(
            "The framework {framework} was chosen by the period; the days it covers are not "
            "verified (status: {status}).",
            "Name another framework if this is not the one.",
        ),
    ),
    # results side by side
    ProblemCode.UNKNOWN_BASIS: Text(
        vi=(
            "{count} kết quả không có kỳ báo cáo, cũng không nêu khung chỉ số, nên chưa rõ được "
            "tính trên cơ sở nào.",
            "Hãy cho biết kỳ báo cáo hoặc khung chỉ số; nếu chắc chắn các kết quả có cùng cơ sở, "
            "hãy xác nhận bằng same_basis=True (dòng lệnh: --same-basis).",
        ),
        en=(
            "{count} of the results have neither a period nor a framework that was named: what "
            "they rest on is not known.",
            "Give the period or the framework; if you are sure that all have one basis, say so "
            "with same_basis=True (command line: --same-basis).",
        ),
    ),
    ProblemCode.DIFFERENT_METHODS: Text(
        vi=(
            "Điểm được tính theo những cách khác nhau: {labels}.",
            "Chênh lệch giữa các điểm này là do cách tính, không cho thấy tiến bộ hay giảm sút: "
            "hãy trình bày riêng từng kết quả.",
        ),
        en=(
            "The points come about in different ways: {labels}.",
            "What differs between them is the calculation, not the work: show each by itself.",
        ),
    ),
    ProblemCode.DIFFERENT_KINDS: Text(
        vi=(
            "Các kỳ báo cáo khác loại: {labels}.",
            "Chỉ so sánh tháng với tháng, quý với quý, lũy kế với lũy kế.",
        ),
        en=(
            "The periods are of different kinds: {labels}.",
            "Compare months with months, quarters with quarters, cumulative with cumulative.",
        ),
    ),
    ProblemCode.WITHOUT_PERIOD: Text(
        vi=(
            "{count} kết quả không có kỳ báo cáo, được đặt cạnh kết quả của {labels}.",
            "Hãy cho biết kỳ báo cáo; nếu chắc chắn là kỳ cùng loại, hãy xác nhận bằng "
            "same_basis=True (dòng lệnh: --same-basis).",
        ),
        en=(
            "{count} of the results have no period, beside those of {labels}.",
            "Give the period; if you are sure that it is of the same kind, say so with "
            "same_basis=True (command line: --same-basis).",
        ),
    ),
    ProblemCode.NO_PLACE_IN_TIME: Text(
        vi=(
            "{count} kết quả không có kỳ báo cáo nên không xếp được vào chuỗi thời gian.",
            "Hãy cho biết kỳ báo cáo của từng kết quả.",
        ),
        en=(
            "{count} of the results have no period and so no place in a series.",
            "Give the period of each result.",
        ),
    ),
    ProblemCode.DIFFERENT_UNITS: Text(
        vi=(
            "Các kết quả thuộc nhiều đơn vị, hoặc không chứng minh được là của một đơn vị: "
            "{labels}.",
            "Chỉ so sánh kết quả của cùng một đơn vị; nếu đơn vị đã đổi tên, hãy ghi mã định danh "
            "ở mọi kết quả.",
        ),
        en=(
            "The results are of several units, or nothing proves that they are of one: {labels}.",
            "Compare results of one unit; if it was renamed, give its agency code everywhere.",
        ),
    ),
    ProblemCode.DIFFERENT_POOLS: Text(
        vi=(
            "Thứ hạng thuộc những nhóm xếp hạng khác nhau: {labels}.",
            "Thứ hạng chỉ có nghĩa trong nhóm của nó: hãy so sánh điểm, hoặc xếp hạng lại trong "
            "cùng một nhóm.",
        ),
        en=(
            "The ranks are of different pools: {labels}.",
            "A rank means something in its pool only: compare the points, or rank again in one "
            "pool.",
        ),
    ),
    ProblemCode.UNNAMED_POOL: Text(
        vi=(
            "Thứ hạng công bố không được so sánh vì không rõ nhóm xếp hạng của cả hai.",
            "Hãy cho biết nhóm xếp hạng của mỗi thứ hạng công bố.",
        ),
        en=(
            "The published ranks are not compared: the pools of both are not known.",
            "Name the pool of each published rank.",
        ),
    ),
    ProblemCode.DIFFERENT_TIE_RULES: Text(
        vi=(
            "Hai bảng xếp hạng xử lý đơn vị bằng điểm theo quy tắc khác nhau: {labels}.",
            "Hãy xếp hạng lại cả hai theo cùng một quy tắc.",
        ),
        en=(
            "The two rankings treat equal totals by different rules: {labels}.",
            "Rank both by one rule.",
        ),
    ),
    ProblemCode.UNKNOWN_ORDER: Text(
        vi=(
            "Có {count} kết quả khác nhau của {period} nhưng không rõ kết quả nào mới hơn.",
            "Hãy ghi thời điểm trích xuất (retrieved_at) của từng kết quả, hoặc giữ lại một.",
        ),
        en=(
            "There are {count} different results of {period}, and nothing says which is newer.",
            "Give the time at which each was retrieved (retrieved_at), or keep one.",
        ),
    ),
    ProblemCode.METHOD_CHANGED: Text(
        vi=(
            "Giữa hai kỳ, cách tính của cơ quan công bố đã thay đổi ({labels}).",
            "Chênh lệch giữa các điểm đã công bố có thể do cách tính, không hẳn do kết quả công "
            "việc: cần nêu rõ khi công bố.",
        ),
        en=(
            "Between the two periods the authority changed its calculation ({labels}).",
            "Published points may differ because of that, not because of the work: say so when "
            "you publish.",
        ),
    ),
    ProblemCode.LATER_BEFORE: Text(
        vi=(
            "Kết quả đặt trước mới hơn kết quả đặt sau ({before}; {after}).",
            "Hãy kiểm tra thứ tự: kết quả cũ trước, kết quả mới sau.",
        ),
        en=(
            "What is given first is newer than what is given second ({before}; {after}).",
            "Check the order: the old one first, the new one second.",
        ),
    ),
    ProblemCode.YEAR_BEGAN_ANEW: Text(
        vi=(
            "Số liệu lũy kế được tính lại từ ngày 01 tháng 01: {before} và {after} dài khác nhau, "
            "thuộc hai năm khác nhau.",
            "Chênh lệch này không cho thấy tiến bộ hay giảm sút: hãy so sánh với cùng kỳ của năm "
            "kia.",
        ),
        en=(
            "Cumulative figures begin anew on 1 January: {before} and {after} cover different "
            "lengths of two years.",
            "The difference shows no trend: compare with the same period of the other year.",
        ),
    ),
    ProblemCode.PROVISIONAL: Text(
        vi=(
            "Số liệu của {period} là tạm thời: kỳ báo cáo chưa kết thúc khi trích xuất.",
            "Số liệu này còn thay đổi: hãy so sánh lại khi đã có số liệu của cả kỳ.",
        ),
        en=(
            "The figures of {period} are provisional: the period was still open when they were "
            "retrieved.",
            "They will still change: compare again once the whole period is known.",
        ),
    ),
    # an official document to be written
    ProblemCode.NO_SUCH_DATE: Text(
        vi=(
            "{value} không có trong năm nào.",
            "Hãy kiểm tra ngày trong văn bản gốc.",
        ),
        en=(
            "{value} exists in no year.",
            "Check the day in the original document.",
        ),
    ),
    ProblemCode.NO_SUCH_TIME: Text(
        vi=(
            "{value} không phải là một giờ trong ngày.",
            "Hãy kiểm tra giờ cập nhật số liệu.",
        ),
        en=(
            "{value} is no time of the day.",
            "Check when the figures were taken.",
        ),
    ),
    ProblemCode.PDF_NOT_READ: Text(
        vi=(
            "Tệp là PDF, thư viện không đọc PDF.",
            "Hãy dùng bản Word (.docx), hoặc lưu nội dung thành tệp .txt mã UTF-8.",
        ),
        en=(
            "The file is a PDF, which is not read here.",
            "Take the Word document (.docx), or save its text as a .txt file in UTF-8.",
        ),
    ),
    ProblemCode.PERCENT_MISMATCH: Text(
        vi=(
            "Tỷ lệ ghi {found}, nhưng {points}/{maximum} điểm là {expected}.",
            "Hãy kiểm tra cả điểm và tỷ lệ.",
        ),
        en=(
            "The percent is {found}, but {points}/{maximum} points are {expected}.",
            "Check both the points and the percent.",
        ),
    ),
    ProblemCode.PERCENT_CUT_OFF: Text(
        vi=(
            "Tỷ lệ ghi {found} do bị cắt bớt chữ số: {points}/{maximum} điểm là {expected}.",
            "Hãy làm tròn (từ 5 trở lên thì làm tròn lên) thay vì cắt bớt.",
        ),
        en=(
            "The percent {found} was cut off: {points}/{maximum} points are {expected}.",
            "Round half up instead of cutting decimals off.",
        ),
    ),
    ProblemCode.TOTAL_MISMATCH: Text(
        vi=(
            "Tổng điểm ghi {found}, nhưng các nhóm cộng lại là {expected}.",
            "Hãy kiểm tra tổng điểm và điểm từng nhóm.",
        ),
        en=(
            "The total is {found}, but the groups add up to {expected}.",
            "Check the total and the points of each group.",
        ),
    ),
    ProblemCode.TOTAL_OUT_OF_REACH: Text(
        vi=(
            "Tổng điểm ghi {found}, nhưng với các nhóm đã công bố thì chỉ có thể từ {least} đến "
            "{most}.",
            "Hãy kiểm tra tổng điểm và điểm từng nhóm.",
        ),
        en=(
            "The total is {found}, but the groups published allow only {least} to {most}.",
            "Check the total and the points of each group.",
        ),
    ),
    ProblemCode.SUM_BY_ROUNDING: Text(
        vi=(
            "Tổng điểm ghi {found}, các nhóm đã làm tròn cộng lại là {expected}.",
            "Chênh lệch này có thể do làm tròn: hãy công bố điểm với hai chữ số thập phân.",
        ),
        en=(
            "The total is {found}, the rounded groups add up to {expected}.",
            "Rounding may explain it: publish points with two decimals.",
        ),
    ),
    ProblemCode.PARTS_MISMATCH: Text(
        vi=(
            "{label} ghi {found}, nhưng các phần cộng lại là {expected}.",
            "Hãy kiểm tra điểm của nhóm và của từng phần.",
        ),
        en=(
            "{label} is {found}, but its parts add up to {expected}.",
            "Check the points of the group and of its parts.",
        ),
    ),
    ProblemCode.CLASS_MISMATCH: Text(
        vi=(
            "Xếp loại ghi {found}, nhưng {total} điểm là loại {expected}.",
            "Hãy kiểm tra tổng điểm và xếp loại.",
        ),
        en=(
            "The class is {found}, but {total} points are {expected}.",
            "Check the total and the class.",
        ),
    ),
    ProblemCode.RANK_OUTSIDE_POOL: Text(
        vi=(
            "Thứ hạng {rank} không thể có trong {of} đơn vị.",
            "Hãy kiểm tra thứ hạng và số đơn vị được xếp hạng.",
        ),
        en=(
            "There is no rank {rank} among {of} units.",
            "Check the rank and the number of ranked units.",
        ),
    ),
    ProblemCode.TWO_RANKS: Text(
        vi=(
            "Thứ hạng ghi {found}, nhưng chỗ khác ghi {expected} ({place}).",
            "Hãy kiểm tra cả hai chỗ.",
        ),
        en=(
            "The rank is {found}, but elsewhere {expected} ({place}).",
            "Check both places.",
        ),
    ),
    ProblemCode.RANK_FORMS: Text(
        vi=(
            "Cùng một thứ hạng được viết {found} và {expected}.",
            "Hãy viết thống nhất, kèm số đơn vị được xếp hạng.",
        ),
        en=(
            "One rank is written both {found} and {expected}.",
            "Write it alike, with the number of ranked units.",
        ),
    ),
    ProblemCode.RANK_ORDER: Text(
        vi=(
            "Thứ hạng ghi {found}, nhưng theo tổng điểm {total} trong bảng là {expected}.",
            "Hãy kiểm tra tổng điểm và thứ hạng của các hàng.",
        ),
        en=(
            "The rank is {found}, but by the total of {total} it is {expected} in this table.",
            "Check the totals and ranks of the rows.",
        ),
    ),
    ProblemCode.FIGURES_DIFFER: Text(
        vi=(
            "{label} ghi {found}, nhưng chỗ khác ghi {expected} ({place}).",
            "Hãy kiểm tra cả hai chỗ.",
        ),
        en=(
            "{label} is {found}, but elsewhere {expected} ({place}).",
            "Check both places.",
        ),
    ),
    ProblemCode.COUNT_ABOVE_WHOLE: Text(
        vi=(
            "{number} lớn hơn tổng số {of}.",
            "Hãy kiểm tra xem hai số có bị đổi chỗ cho nhau hay không.",
        ),
        en=(
            "{number} is more than the whole, {of}.",
            "Check whether the two have been swapped.",
        ),
    ),
    ProblemCode.PARTIAL_PUBLICATION: Text(
        vi=(
            "Không công bố: {labels}. Với các nhóm đã công bố, tổng điểm chỉ có thể từ {least} "
            "đến {most}.",
            "Hãy bổ sung nếu văn bản cần kiểm tra được.",
        ),
        en=(
            "Not published: {labels}. The groups published allow a total of {least} to {most}.",
            "Add them if the document is to be verifiable.",
        ),
    ),
    ProblemCode.TOTAL_NOT_PRINTED: Text(
        vi=(
            "Văn bản không ghi tổng điểm; các nhóm cộng lại là {total}.",
            "Nên ghi tổng điểm để người đọc đối chiếu với xếp loại.",
        ),
        en=(
            "No total is printed; the groups add up to {total}.",
            "Print it, so that readers can compare it with the class.",
        ),
    ),
    ProblemCode.ROUNDED_POINTS: Text(
        vi=(
            "Điểm chỉ có một chữ số thập phân hoặc không có.",
            "Tổng và tỷ lệ chỉ kiểm tra được trong phạm vi làm tròn.",
        ),
        en=(
            "Points have one decimal or none.",
            "Sums and percents can only be checked as far as rounding allows.",
        ),
    ),
    ProblemCode.UNCLEAR_FIGURE: Text(
        vi=(
            "{value} có thể chỉ là một phần của số, hoặc đọc được thành hai số.",
            "Hãy kiểm tra khoảng trắng, chỗ xuống dòng và dấu thập phân; số này không được dùng "
            "để kiểm tra.",
        ),
        en=(
            "{value} may be a part of a number only, or reads as two numbers.",
            "Check blanks, line ends and decimal marks; the figure was not used in checks.",
        ),
    ),
    ProblemCode.UNCLEAR_SUBJECT: Text(
        vi=(
            "Không rõ {value} là điểm của nhóm nào.",
            "Hãy ghi tên nhóm chỉ số ngay trước điểm; số này không được dùng để kiểm tra.",
        ),
        en=(
            "It is not clear which group {value} is of.",
            "Write the name of the group right before it; the figure was not used in checks.",
        ),
    ),
    ProblemCode.UNCLEAR_UNIT: Text(
        vi=(
            "Không chắc {value} là của đơn vị nào, kỳ nào (số điểm như vậy: {count}); chưa đối "
            "chiếu với các chỗ khác.",
            "Nếu là của đơn vị ban hành, hãy ghi tên đơn vị và kỳ ngay trước số điểm.",
        ),
        en=(
            "It is not certain of which unit and period {value} is (such points: {count}); it was "
            "not compared with other places.",
            "If it is of the unit that issues the document, name unit and period right before it.",
        ),
    ),
    ProblemCode.WHOSE_FIGURES: Text(
        vi=(
            "Văn bản ghi {value} trong khi cơ quan ban hành không thuộc cấp tỉnh ({unit}).",
            "Hãy nói rõ số liệu của đơn vị nào.",
        ),
        en=(
            "The document says {value}, but its issuer is not at the level of a province ({unit}).",
            "Say whose figures they are.",
        ),
    ),
    ProblemCode.ISSUE_DATE_PADDING: Text(
        vi=(
            "{value}: ngày dưới 10 và các tháng 1, 2 phải có số 0 đứng trước, các tháng khác "
            "thì không.",
            "Viết đúng: {expected}.",
        ),
        en=(
            "{value}: days below 10 and the months 1 and 2 have a zero in front, other months "
            "none.",
            "Write {expected}.",
        ),
    ),
    ProblemCode.PADDED_MONTH: Text(
        vi=(
            "{value}: tháng có số 0 thừa.",
            "Viết thống nhất với ngày ban hành: {expected}.",
        ),
        en=(
            "{value}: the month has a zero that it does not need.",
            "Write it like the date of issue: {expected}.",
        ),
    ),
    ProblemCode.DATE_LEFT_BLANK: Text(
        vi=(
            "Ngày ban hành chưa ghi đủ: {value}.",
            "Nếu không phải văn bản điện tử, hãy ghi ngày trước khi ký.",
        ),
        en=(
            "The date of issue is left blank: {value}.",
            "Fill it in before signing, unless the system does.",
        ),
    ),
    ProblemCode.DOCUMENT_BEFORE_PERIOD: Text(
        vi=(
            "Văn bản ngày {date} công bố số liệu của {period}, khi kỳ này chưa bắt đầu.",
            "Hãy kiểm tra ngày văn bản và kỳ báo cáo.",
        ),
        en=(
            "The document of {date} is about {period}, which had not begun.",
            "Check the date of the document and the period.",
        ),
    ),
    ProblemCode.PERIOD_STILL_OPEN: Text(
        vi=(
            "Văn bản ngày {date}, khi {period} chưa kết thúc.",
            "Hãy ghi rõ số liệu là tạm thời và thời điểm cập nhật.",
        ),
        en=(
            "The document is of {date}, before the end of {period}.",
            "Say that the figures are provisional, and of which moment.",
        ),
    ),
    ProblemCode.DATA_AFTER_DOCUMENT: Text(
        vi=(
            "Số liệu cập nhật đến {found}, sau ngày văn bản {date}.",
            "Hãy kiểm tra ngày văn bản và thời điểm cập nhật số liệu.",
        ),
        en=(
            "The figures are of {found}, after the date of the document, {date}.",
            "Check both dates.",
        ),
    ),
    ProblemCode.DOSSIER_AFTER_DOCUMENT: Text(
        vi=(
            "Hồ sơ {value} tiếp nhận ngày {found}, sau ngày văn bản {date}.",
            "Hãy kiểm tra mã hồ sơ và ngày văn bản.",
        ),
        en=(
            "Dossier {value} was received on {found}, after the date of the document, {date}.",
            "Check the code and the date.",
        ),
    ),
    ProblemCode.ENCLOSURE_DATE: Text(
        vi=(
            "Phụ lục ghi kèm theo văn bản ngày {found}, nhưng văn bản này ngày {expected}.",
            "Hãy kiểm tra xem phụ lục có phải của văn bản khác không.",
        ),
        en=(
            "The annex goes with a document of {found}, but this one is of {expected}.",
            "Check whether it is the annex of another document.",
        ),
    ),
    ProblemCode.ENCLOSURE_NUMBER: Text(
        vi=(
            "Phụ lục ghi kèm theo văn bản số {found}, nhưng văn bản này số {expected}.",
            "Hãy kiểm tra xem phụ lục có phải của văn bản khác không.",
        ),
        en=(
            "The annex goes with document number {found}, but this one has number {expected}.",
            "Check whether it is the annex of another document.",
        ),
    ),
    ProblemCode.PERIODS_DIFFER: Text(
        vi=(
            "Phần này nói về {found}, trong khi văn bản nói về {expected}.",
            "Hãy kiểm tra kỳ báo cáo ở tiêu đề, nội dung và phụ lục.",
        ),
        en=(
            "This part is about {found}, the document about {expected}.",
            "Check the period in the title, the text and the annex.",
        ),
    ),
    ProblemCode.CUMULATIVE_PERIOD: Text(
        vi=(
            "Số liệu lũy kế từ {start} đến {end} ({found}).",
            "Không so sánh số lũy kế với số của riêng một kỳ.",
        ),
        en=(
            "The figures are cumulative from {start} to {end} ({found}).",
            "Do not compare them with those of a single period.",
        ),
    ),
    ProblemCode.MIXED_DECIMAL_MARKS: Text(
        vi=(
            "Văn bản dùng cả dấu chấm ({value}) và dấu phẩy ({other}) trước phần thập phân.",
            "Hãy dùng dấu phẩy thống nhất: {expected}.",
        ),
        en=(
            "Decimals have both points ({value}) and commas ({other}).",
            "Write commas throughout: {expected}.",
        ),
    ),
    ProblemCode.DOT_DECIMALS: Text(
        vi=(
            "Văn bản dùng dấu chấm trước phần thập phân: {value}.",
            "Số trong văn bản tiếng Việt viết dấu phẩy: {expected}.",
        ),
        en=(
            "Decimals have points: {value}.",
            "Vietnamese documents write commas: {expected}.",
        ),
    ),
    ProblemCode.CITATION_DATE: Text(
        vi=(
            "Văn bản số {number} được dẫn với ngày {found}, nhưng ngày ban hành là {expected}.",
            "Hãy kiểm tra số và ngày của văn bản được dẫn.",
        ),
        en=(
            "Document {number} is cited with the date {found}, but it is of {expected}.",
            "Check the number and date of what is cited.",
        ),
    ),
    ProblemCode.CITATION_NUMBER: Text(
        vi=(
            "Số {found} được dẫn với tên của văn bản số {expected} ({title}).",
            "Hãy kiểm tra số của văn bản được dẫn.",
        ),
        en=(
            "Number {found} is cited with the title of {expected} ({title}).",
            "Check the number of what is cited.",
        ),
    ),
    ProblemCode.NAME_VARIANT: Text(
        vi=(
            "{value} chỉ khác một chữ so với tên khác trong văn bản ({other}).",
            "Hãy kiểm tra xem có viết nhầm tên đơn vị không.",
        ),
        en=(
            "{value} differs by one letter from another name in the document ({other}).",
            "Check whether a name was misspelled.",
        ),
    ),
    ProblemCode.ROW_NUMBERS: Text(
        vi=(
            "Hàng được đánh số {found} ở vị trí của số {expected}.",
            "Bảng có thể được trích từ bảng khác, hoặc thiếu hàng.",
        ),
        en=(
            "A row has number {found} where {expected} is due.",
            "The table may be an excerpt, or lack rows.",
        ),
    ),
    ProblemCode.DATA_DIFFERS: Text(
        vi=(
            "{value}: văn bản ghi {found}, số liệu đã cho là {expected}.",
            "Hãy kiểm tra văn bản và số liệu.",
        ),
        en=(
            "{value}: the document says {found}, the data given {expected}.",
            "Check the document and the data.",
        ),
    ),
    ProblemCode.UNIT_NOT_IN_DATA: Text(
        vi=(
            "Không thấy đơn vị của văn bản trong số liệu đã cho.",
            "Hãy kiểm tra tên đơn vị và kỳ báo cáo; không số nào được đối chiếu.",
        ),
        en=(
            "No unit of the document is among the data given.",
            "Check names and periods; no figure was compared.",
        ),
    ),
    ProblemCode.PADDED_RANK: Text(
        vi=(
            "{value}: sau chữ thứ, hạng có số 0 đứng trước.",
            "Có thể viết {expected}.",
        ),
        en=(
            "{value}: the rank has a zero in front.",
            "It can be written {expected}.",
        ),
    ),
    ProblemCode.UNPRINTABLE: Text(
        vi=(
            "Nội dung {value} có ký tự {letter}, là ký tự không in được.",
            "Hãy xóa ký tự này; mỗi đoạn văn ghi riêng một mục, không xuống dòng bên trong.",
        ),
        en=(
            "The text {value} holds {letter}, a character that cannot be printed.",
            "Remove it; every paragraph is an entry of its own, without line ends inside.",
        ),
    ),
    ProblemCode.NOT_A_SYMBOL: Text(
        vi=(
            "{value} không phải là ký hiệu văn bản.",
            "Hãy viết hoa, các nhóm nối bằng dấu gạch nối, không cách chữ: BC-UBND, UBND-VP.",
        ),
        en=(
            "{value} is not the symbol of a document.",
            "Write groups in capitals, joined by hyphens, without blanks: BC-UBND, UBND-VP.",
        ),
    ),
    ProblemCode.SYMBOL_OF_KIND: Text(
        vi=(
            "Ký hiệu {value} không hợp với loại văn bản.",
            "Ký hiệu của báo cáo bắt đầu bằng BC-; công văn không có chữ viết tắt tên loại.",
        ),
        en=(
            "The symbol {value} does not go with the kind of document.",
            "That of a report (báo cáo) begins with BC-; a letter (công văn) has no such sign.",
        ),
    ),
    ProblemCode.MARK_WRITTEN: Text(
        vi=(
            "{value} bắt đầu bằng {mark}, là phần được tự động ghi.",
            "Hãy bỏ phần đó, nếu không văn bản sẽ ghi hai lần.",
        ),
        en=(
            "{value} begins with {mark}, which is written by itself.",
            "Remove it, or the document would say it twice.",
        ),
    ),
    ProblemCode.NUMBER_OF_DOCUMENT: Text(
        vi=(
            "Số văn bản là {value}.",
            "Số văn bản tính từ 1; chưa có số thì để trống.",
        ),
        en=(
            "The number of the document is {value}.",
            "Numbers run from 1; leave it blank if there is none yet.",
        ),
    ),
    ProblemCode.ARCHIVE_WITHOUT_CLERK: Text(
        vi=(
            "Nơi lưu là {value}.",
            "Mục này bắt đầu bằng VT (văn thư), rồi mới đến đơn vị soạn thảo.",
        ),
        en=(
            "The file copy goes to: {value}.",
            "VT (the clerk's office) comes first, then the office that drafted it.",
        ),
    ),
    ProblemCode.AUTHORITY_MARK: Text(
        vi=(
            "Dòng {value} ghi {authority} không có dấu chấm và cách chữ.",
            "Hãy viết {authority}. rồi cách một chữ, ví dụ KT. CHỦ TỊCH.",
        ),
        en=(
            "The line {value} writes {authority} without a stop and a blank.",
            "Write {authority}. and a blank, as in KT. and an office.",
        ),
    ),
    ProblemCode.SIGNATURE_WITHOUT_OFFICE: Text(
        vi=(
            "Các dòng quyền hạn ({value}) không có chức vụ của người ký.",
            "Hãy thêm dòng cuối là chức vụ, ví dụ PHÓ CHỦ TỊCH.",
        ),
        en=(
            "The lines of the signature ({value}) do not name the office of who signs.",
            "Add it as the last line, in Vietnamese.",
        ),
    ),
    ProblemCode.NOT_A_DEPUTY: Text(
        vi=(
            "Dưới dòng KT. là {value}, không phải chức vụ cấp phó.",
            "Người ký thay (KT.) là cấp phó: hãy sửa chức vụ, hoặc bỏ KT.",
        ),
        en=(
            "Below KT. stands {value}, which is not the office of a deputy.",
            "Who signs in place of the head is a deputy: correct the office, or remove KT.",
        ),
    ),
    ProblemCode.ACADEMIC_TITLE: Text(
        vi=(
            "Họ tên {value} có học hàm, học vị.",
            "Trước họ tên người ký không ghi học hàm, học vị: hãy bỏ đi.",
        ),
        en=(
            "The name {value} has an academic title.",
            "None stands before the name of who signs: remove it.",
        ),
    ),
    ProblemCode.NO_LAST_PARAGRAPH: Text(
        vi=(
            "Nội dung không kết thúc bằng một đoạn văn.",
            "Hãy thêm đoạn cuối: dấu ./. được ghi sau đoạn này.",
        ),
        en=(
            "The text does not end with a paragraph or a list.",
            "Add one: the mark ./. is written at its end.",
        ),
    ),
    ProblemCode.ANNEX_NOT_MENTIONED: Text(
        vi=(
            "Văn bản có phụ lục nhưng nội dung không nhắc đến.",
            "Hãy chỉ dẫn trong nội dung, ví dụ: (có Phụ lục kèm theo).",
        ),
        en=(
            "The document has an annex that its text does not mention.",
            "Refer to it in the text, with the words Phu luc in Vietnamese.",
        ),
    ),
    ProblemCode.TOO_MANY_LETTERS: Text(
        vi=(
            "Danh sách có {value} điểm, nhưng chỉ có {most} chữ cái.",
            "Hãy đánh số thay cho chữ cái, hoặc chia danh sách.",
        ),
        en=(
            "The list has {value} items, but there are {most} letters.",
            "Number it instead, or divide it.",
        ),
    ),
    ProblemCode.TABLE_SIZE: Text(
        vi=(
            "Bảng có {columns} cột, {rows} hàng.",
            "Bảng có từ 1 đến {most_columns} cột và từ 1 đến {most_rows} hàng.",
        ),
        en=(
            "The table has {columns} columns and {rows} rows.",
            "A table has 1 to {most_columns} columns and 1 to {most_rows} rows.",
        ),
    ),
    ProblemCode.CELLS_OF_ROW: Text(
        vi=(
            "Hàng này có {value} ô, trong khi bảng có {columns} cột.",
            "Hãy ghi đủ mỗi cột một ô; ô không có số liệu thì ghi dấu gạch.",
        ),
        en=(
            "The row has {value} cells, the table {columns} columns.",
            "Give each column a cell; one without a value gets a dash.",
        ),
    ),
    ProblemCode.HEAD_WITHOUT_CELL: Text(
        vi=(
            "Tiêu đề cột {value} nằm dưới tiêu đề của một cột đã kết thúc ở đó.",
            "Các cột chung tiêu đề trên phải có cùng số tầng tiêu đề.",
        ),
        en=(
            "The head {value} stands below that of a column which ends there.",
            "Columns that share a head have equally many heads.",
        ),
    ),
    ProblemCode.UNKNOWN_TEXT: Text(
        vi=(
            "Loại văn bản này không có đoạn mẫu tên là {value}.",
            "Tên gần nhất: {nearest}. Hãy sửa tên hoặc bỏ mục này.",
        ),
        en=(
            "This kind of document has no text called {value}.",
            "Nearest known: {nearest}. Correct the name or remove it.",
        ),
    ),
    ProblemCode.UNKNOWN_PLACEHOLDER: Text(
        vi=(
            "Không có số liệu nào tên là {value} để điền vào đoạn mẫu.",
            "Các tên có thể dùng: {known}.",
        ),
        en=(
            "There is no figure called {value} to fill into the text.",
            "Names that can be used: {known}.",
        ),
    ),
    ProblemCode.FIGURE_NOT_KNOWN: Text(
        vi=(
            "{unit}: đoạn mẫu cần {value} nhưng chưa có số liệu.",
            "Hãy bổ sung điểm còn thiếu, ghi số liệu công bố kèm nguồn, hoặc sửa đoạn mẫu.",
        ),
        en=(
            "{unit}: the text needs {value}, which is not known.",
            "Add the missing points or the published figure with its source, or change the text.",
        ),
    ),
    ProblemCode.SOURCE_MISSING: Text(
        vi=(
            "{unit}: số liệu công bố không ghi nguồn.",
            "Hãy ghi nguồn (source): văn bản in số liệu công bố phải biết lấy từ đâu.",
        ),
        en=(
            "{unit}: the published figures name no source.",
            "Name it (source): a document that prints them must know where they are from.",
        ),
    ),
    ProblemCode.RANK_DIFFERS: Text(
        vi=(
            "{unit}: thứ hạng công bố là {value}, nhưng tính từ các đơn vị đã cho là {computed}.",
            "Hãy kiểm tra điểm của các đơn vị, hoặc thứ hạng công bố.",
        ),
        en=(
            "{unit}: the published rank is {value}, that among the units given is {computed}.",
            "Check the points of the units, or the published rank.",
        ),
    ),
    ProblemCode.SERIES_OF_UNITS: Text(
        vi=(
            "Chuỗi số liệu gồm nhiều đơn vị: {labels}.",
            "Hãy chọn số liệu các kỳ của một đơn vị.",
        ),
        en=("The series holds several units: {labels}.", "Give the periods of one unit."),
    ),
    ProblemCode.UNIT_NOT_FOUND: Text(
        vi=(
            "Không xác định được đơn vị {value} trong {file}.",
            "Hãy ghi tên hoặc mã của đúng một đơn vị, ví dụ: {known}.",
        ),
        en=(
            "The unit {value} is not found, or not only once, in {file}.",
            "Give the name or code of exactly one, for example: {known}.",
        ),
    ),
    ProblemCode.SERIES_OF_PERIODS: Text(
        vi=(
            "Các kỳ không thành một chuỗi: {labels}.",
            "Hãy ghi mỗi kỳ một lần, tất cả cùng một loại kỳ (tháng, quý, năm).",
        ),
        en=(
            "The periods make no series: {labels}.",
            "Give each period once, all of one kind (months, quarters, years).",
        ),
    ),
}


def render(
    code: ProblemCode, language: Language, *, value: object, details: Mapping[str, object]
) -> tuple[str, str]:
    """Return message and hint of `code` in `language`, with `value` and `details` filled in."""
    text = TEXTS[code]
    message, hint = text.vi if language == "vi" else text.en
    quoted = {name: _said(detail, language) for name, detail in details.items()}
    quoted["value"] = quote(value, language)
    return message.format_map(quoted), hint.format_map(quoted)


def _said(detail: object, language: Language) -> str:
    if isinstance(detail, Word):
        vi, en = WORDS[detail]
        return vi if language == "vi" else en
    if isinstance(detail, tuple):
        parts = cast("tuple[object, ...]", detail)
        return ", ".join(_said(part, language) for part in parts)
    return cut(detail, _LONGEST_DETAIL) if isinstance(detail, str) else quote(detail, language)


def quote(value: object, language: Language) -> str:
    """Return `value` as a reader of `language` writes it, and never longer than a line."""
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _LONGEST_VALUE:
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        text = text.replace(".", ",") if language == "vi" else text
    elif isinstance(value, int) and value.bit_length() > _LONGEST_INT:
        text = f"(≈ 2^{value.bit_length() - 1})"  # printing it would take quadratic time
    else:
        try:
            text = repr(value) if isinstance(value, str) else str(value)
        except Exception:  # noqa: BLE001 (a foreign object may refuse to be printed)
            text = f"<{type(value).__name__}>"
    return cut(text)


def cut(text: str, longest: int = _LONGEST_VALUE) -> str:
    """Return `text`, shortened if it is longer than a line."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
