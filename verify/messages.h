#pragma once
// Every sentence that verify says to a person, in the three languages of the workstation: the one
// place to read, translate and correct them. A finding's code is `<kind or field>.<code>`. {} takes
// a length or a table's version; no sentence ever takes a value.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace dossier::verify {

struct MessageRow {
    std::string_view code;
    std::string_view en;
    std::string_view zh_hans;
    std::string_view zh_hant;
};

// clang-format off
inline constexpr auto messages = std::to_array<MessageRow>({
    // any number
    {"length", "The number of characters is wrong; it must be {}.", "字符数不对，应为{}位。", "字元數不對，應為{}位。"},
    {"charset", "A character stands in it that this kind of value cannot hold.", "含有此类内容不允许出现的字符。", "含有此類內容不允許出現的字元。"},
    {"form", "It does not have the form of this kind of number.", "不符合此类号码的格式。", "不符合此類號碼的格式。"},
    {"checksum", "The check digit does not fit the rest: at least one character is wrong.", "校验码不符：至少有一个字符有误。", "校驗碼不符：至少有一個字元有誤。"},
    {"grouping", "The parts are not grouped as this kind is printed.", "分组方式与此类号码的印刷形式不符。", "分組方式與此類號碼的印刷形式不符。"},
    {"first_digit", "Numbers of this kind hardly ever begin with this digit.", "此类号码极少以该数字开头。", "此類號碼極少以該數字開頭。"},
    {"check_digit_missing", "The check digit is missing.", "缺少校验码。", "缺少校驗碼。"},
    {"all_zero", "It consists of zeros only.", "全部为零。", "全部為零。"},
    {"length_unusual", "Cards of this range have another length in table {}.", "按表{}，该号段的卡号长度通常不同。", "按表{}，該號段的卡號長度通常不同。"},
    {"placeholder", "It looks like a number made up to fill the field.", "疑似为填空而编造的号码。", "疑似為填空而編造的號碼。"},

    {"ethnicity_unknown", "The ethnicity is not in table {}.", "民族名称不在表{}中。", "民族名稱不在表{}中。"},

    // regions
    {"province", "The first two digits name no province.", "前两位不是任何省级行政区的代码。", "前兩位不是任何省級行政區的代碼。"},
    {"province_unused", "The province code is in table {} but is not used on these documents.", "该省级代码在表{}中，但此类证件不使用。", "該省級代碼在表{}中，但此類證件不使用。"},
    {"permit_region", "On a residence permit, zeros must follow the first two digits.", "居住证号码前两位之后应为四个零。", "居住證號碼前兩位之後應為四個零。"},
    {"region_digits", "The region inside the code must be digits.", "代码中的行政区划部分应为数字。", "代碼中的行政區劃部分應為數字。"},
    {"region_unknown", "The region is not in table {}.", "行政区划不在表{}中。", "行政區劃不在表{}中。"},
    {"region_withdrawn", "The region no longer has this code in table {}; numbers keep it.", "该区划代码在表{}中已撤销，号码沿用不变。", "該區劃代碼在表{}中已撤銷，號碼沿用不變。"},

    // dates inside and outside numbers
    {"birth_date", "The digits of the birth date are no date of the calendar.", "出生日期部分不是存在的日期。", "出生日期部分不是存在的日期。"},
    {"birth_future", "The birth date lies in the future.", "出生日期晚于今天。", "出生日期晚於今天。"},
    {"birth_too_old", "The birth date lies more than 150 years back.", "出生日期距今超过150年。", "出生日期距今超過150年。"},
    {"date_form", "It is not written in a form that can be read as a date.", "无法识别为日期。", "無法識別為日期。"},
    {"day_missing", "A full date is needed; the day is missing.", "需要完整日期，缺少日。", "需要完整日期，缺少日。"},
    {"no_such_day", "The calendar has no such day.", "日历上没有这一天。", "曆法上沒有這一天。"},
    {"implausible_year", "The year lies more than 150 years away.", "年份距今超过150年。", "年份距今超過150年。"},

    // organisations
    {"organisation_checksum", "The check digit of the organisation code inside does not fit.", "其中组织机构代码的校验码不符。", "其中組織機構代碼的校驗碼不符。"},
    {"department_unknown", "The registering department or category is not in table {}.", "登记管理部门或机构类别不在表{}中。", "登記管理部門或機構類別不在表{}中。"},

    // telephones
    {"leading_zero", "A mobile number has no 0 in front.", "手机号码前不应有0。", "手機號碼前不應有0。"},
    {"mobile_prefix", "A mainland mobile number begins with 13 to 19.", "大陆手机号码应以13至19开头。", "大陸手機號碼應以13至19開頭。"},
    {"not_mobile", "This is a fixed-line number; a mobile number is needed.", "这是固定电话号码，此处需要手机号码。", "這是固定電話號碼，此處需要手機號碼。"},
    {"prefix_unknown", "The prefix carries no personal numbers in table {}.", "号段不在表{}的个人号码之列。", "號段不在表{}的個人號碼之列。"},
    {"plan_unknown", "The numbering plan of this country is not in table {}.", "该国家或地区的编号规则不在表{}中。", "該國家或地區的編號規則不在表{}中。"},
    {"calling_code_unknown", "Table {} has no country with this calling code.", "表{}中没有使用该国际区号的国家或地区。", "表{}中沒有使用該國際區號的國家或地區。"},
    {"number_unknown_abroad", "The country has no number like this in table {}.", "按表{}，该国家或地区没有这样的号码。", "按表{}，該國家或地區沒有這樣的號碼。"},
    {"not_mobile_abroad", "By table {}, this is no mobile number of its country; a mobile number is needed.", "按表{}，这不是该国家或地区的手机号码，此处需要手机号码。", "按表{}，這不是該國家或地區的手機號碼，此處需要手機號碼。"},
    {"international_length", "An international number has 7 to 15 digits, its country's code included.", "国际号码连同国际区号应为7至15位数字。", "國際號碼連同國際區號應為7至15位數字。"},

    {"area_code", "There is no such area code.", "没有这个区号。", "沒有這個區號。"},
    {"area_missing", "The area code is missing.", "缺少区号。", "缺少區號。"},
    {"local_length", "Behind the area code, the number must have {} digits.", "区号之后应为{}位号码。", "區號之後應為{}位號碼。"},
    {"local_length_old", "By table {}, the numbers of this area have eight digits now.", "按表{}，该地区号码已升为8位。", "按表{}，該地區號碼已升為8位。"},
    {"local_start", "Behind the area code, no number begins with 0 or 1.", "区号之后的号码不会以0或1开头。", "區號之後的號碼不會以0或1開頭。"},
    {"extension_on_mobile", "A mobile number has no extension.", "手机号码没有分机号。", "手機號碼沒有分機號。"},

    // postcodes, countries
    {"postcode_stand_in", "Hong Kong and Macau have no postcodes; forms use this one in their place.", "港澳没有邮政编码，此为表格中的替代码。", "港澳沒有郵遞區號，此為表格中的替代碼。"},
    {"country", "The country code is one that is never assigned.", "国家代码永不分配。", "國家代碼永不分配。"},
    {"country_unknown", "The country is not in table {}.", "国家不在表{}中。", "國家不在表{}中。"},
    {"nationality_chinese", "A Chinese national cannot hold this card.", "中国公民不持有此证。", "中國公民不持有此證。"},
    {"no_iban", "The banks of this place issue no IBAN.", "该地银行不使用IBAN。", "該地銀行不使用IBAN。"},

    // machine-readable zones
    {"mrz_lines", "The lines have neither the number nor the length that any travel document has.", "行数或每行长度不符合任何旅行证件。", "行數或每行長度不符合任何旅行證件。"},
    {"mrz_document", "The first letters name no travel document.", "开头字母不是任何旅行证件的代码。", "開頭字母不是任何旅行證件的代碼。"},
    {"mrz_number", "The check digit of the document number does not fit.", "证件号码的校验码不符。", "證件號碼的校驗碼不符。"},
    {"mrz_birth_date", "The check digit of the birth date does not fit.", "出生日期的校验码不符。", "出生日期的校驗碼不符。"},
    {"mrz_expiry_date", "The check digit of the expiry date does not fit.", "有效期的校验码不符。", "有效期的校驗碼不符。"},
    {"mrz_optional", "The check digit of the optional data does not fit.", "可选数据的校验码不符。", "可選資料的校驗碼不符。"},
    {"mrz_renewals", "The check digit of the renewal count does not fit.", "换证次数的校验码不符。", "換證次數的校驗碼不符。"},
    {"mrz_holder_id", "The identity number inside does not check.", "其中的身份证号码校验不符。", "其中的身分證號碼校驗不符。"},
    {"mrz_composite", "The last check digit, over the whole, does not fit.", "总校验码不符。", "總校驗碼不符。"},
    {"mrz_sex", "The sex is none of M, F and <.", "性别不是M、F或<。", "性別不是M、F或<。"},
    {"mrz_name", "The name holds a character other than letters and <.", "姓名含有字母和<以外的字符。", "姓名含有字母和<以外的字元。"},
    {"mrz_date", "A date in it is no date of the calendar.", "其中的日期不存在。", "其中的日期不存在。"},

    // amounts in words
    {"amount_form", "It cannot be read as an amount in Chinese capitals.", "无法识别为中文大写金额。", "無法識別為中文大寫金額。"},
    {"amount_informal", "A numeral is not one of the capitals that the rules ask for.", "含有非规定的大写数字。", "含有非規定的大寫數字。"},
    {"amount_gap", "There is a gap behind the currency.", "币种名称后留有空白。", "幣種名稱後留有空白。"},
    {"amount_open_end", "整 or 正 is missing at the end.", "末尾缺少“整”或“正”。", "末尾缺少「整」或「正」。"},

    // mail addresses
    {"at_missing", "There is no @ between a name and a domain.", "缺少@。", "缺少@。"},
    {"at_twice", "There is more than one @.", "@多于一个。", "@多於一個。"},
    {"local_empty", "Nothing stands in front of the @.", "@前没有内容。", "@前沒有內容。"},
    {"local_too_long", "The part in front of the @ is longer than 64 bytes.", "@前的部分超过64字节。", "@前的部分超過64位元組。"},
    {"local_dot", "In front of the @, a dot stands at an end or beside another dot.", "@前的部分首尾有点号或有连续点号。", "@前的部分首尾有點號或有連續點號。"},
    {"local_charset", "In front of the @ stands a character that is not allowed there.", "@前的部分含有不允许的字符。", "@前的部分含有不允許的字元。"},
    {"angle_brackets", "Angle brackets stand in it; they belong to the mail program, not to the address.", "含有尖括号；尖括号属于邮件软件的写法，不是地址的一部分。", "含有角括號；角括號屬於郵件軟體的寫法，不是地址的一部分。"},
    {"comment", "A remark in brackets stands in it; it is no part of the address.", "含有括号中的注释，注释不是地址的一部分。", "含有括號中的註釋，註釋不是地址的一部分。"},
    {"space", "A space stands in it.", "含有空格。", "含有空格。"},
    {"quote_open", "A quotation mark is not closed.", "引号未闭合。", "引號未閉合。"},
    {"quote_inside", "A quotation mark stands where none is allowed: the whole part in front of the @ is quoted, or nothing of it.", "引号位置不对：@前的部分要么整体加引号，要么完全不加。", "引號位置不對：@前的部分要麼整體加引號，要麼完全不加。"},
    {"label_reserved", "A part of the domain has two hyphens where only encoded names have them.", "域名的某一段在编码域名专用的位置含有两个连字符。", "網域名稱的某一段在編碼網域專用的位置含有兩個連字號。"},
    {"local_quoted", "The part in front of the @ is in quotation marks: allowed, but rare.", "@前的部分带引号：允许但少见。", "@前的部分帶引號：允許但少見。"},
    {"domain_empty", "Nothing stands behind the @.", "@后没有内容。", "@後沒有內容。"},
    {"domain_charset", "The domain holds a character that is not allowed there.", "域名含有不允许的字符。", "網域名稱含有不允許的字元。"},
    {"domain_too_long", "The domain is longer than 253 bytes.", "域名超过253字节。", "網域名稱超過253位元組。"},
    {"domain_misread", "The domain ends in a name that does not exist but looks like one that does.", "域名后缀不存在，疑似误读。", "網域名稱後綴不存在，疑似誤讀。"},
    {"label_empty", "Two dots stand side by side in the domain, or one at its end.", "域名中有连续点号或首尾点号。", "網域名稱中有連續點號或首尾點號。"},
    {"label_hyphen", "A part of the domain begins or ends with a hyphen.", "域名的某一段以连字符开头或结尾。", "網域名稱的某一段以連字號開頭或結尾。"},
    {"label_too_long", "A part of the domain is longer than 63 bytes.", "域名的某一段超过63字节。", "網域名稱的某一段超過63位元組。"},
    {"top_level", "The last part of the domain must be letters.", "域名最后一段应为字母。", "網域名稱最後一段應為字母。"},
    {"single_label", "The domain has only one part; such addresses work nowhere outside a company.", "域名只有一段，此类地址在公网不可用。", "網域名稱只有一段，此類地址在公網不可用。"},
    {"ip_domain", "A network address stands in place of a domain: allowed, but rare.", "以网络地址代替域名：允许但少见。", "以網路位址代替網域名稱：允許但少見。"},
    {"ip_literal", "The network address in brackets is malformed.", "方括号中的网络地址格式有误。", "方括號中的網路位址格式有誤。"},
    {"address_too_long", "The address is longer than 254 bytes.", "地址超过254字节。", "地址超過254位元組。"},
    {"provider_form", "This provider gives out no addresses of this form.", "该邮箱服务商没有这种形式的地址。", "該郵箱服務商沒有這種形式的地址。"},

    // fields of a document
    {"missing", "The field is required and was not found.", "必填项未找到。", "必填項未找到。"},
    {"repaired", "The value became well-formed only by preferring second-best characters.", "采用次优识别字符后才符合格式。", "採用次優識別字元後才符合格式。"},
    {"drifted", "This field was corrected more often lately than before, so it waits for a person.", "该项近来被更正的次数明显增多，暂由人工核对。", "該項近來被更正的次數明顯增多，暫由人工核對。"},
    {"rule_unknown", "The document type names a rule that does not exist.", "文档类型引用了不存在的规则。", "文件類型引用了不存在的規則。"},

    {"announced", "It was read differently than announced for this file.", "与文件随附索引所报内容不一致。", "與檔案隨附索引所報內容不一致。"},

    // what services outside say: the code begins with the kind of service
    {"mismatch", "An external check says that these values do not belong together.", "外部核查结果：信息不一致。", "外部核查結果：資訊不一致。"},
    {"not_found", "An external check did not find it.", "外部核查查无此记录。", "外部核查查無此記錄。"},
    {"unanswered", "The external check has no answer yet; it is asked again by itself.", "外部核查尚无结果，将自动重试。", "外部核查尚無結果，將自動重試。"},

    // documents
    {"type_unknown", "The kind of document was not recognised.", "未能识别文档类型。", "未能識別文件類型。"},
    {"type_uncertain", "The kind of document is not certain.", "文档类型不确定。", "文件類型不確定。"},
    {"unproven", "Too little is known yet of documents of this type for them to pass without a person.", "此类文档的核对数据尚不足，暂不能免人工通过。", "此類文件的核對資料尚不足，暫不能免人工通過。"},
    {"cross_check_unknown", "The document type names a cross-check that does not exist.", "文档类型引用了不存在的交叉核对。", "文件類型引用了不存在的交叉核對。"},

    // fields of a document against each other: the code begins with the likely culprit
    {"differs_from_id_number", "It differs from what the ID number says. The number's check digit holds, so look at this field first.", "与证件号码所示不一致。号码校验码正确，请先核对本项。", "與證件號碼所示不一致。號碼校驗碼正確，請先核對本項。"},
    {"differs_from_birth_date", "It differs from the printed birth date. Nothing vouches for the number as read, so look at it first.", "与所印出生日期不一致。识别出的号码未经校验码证实，请先核对号码。", "與所印出生日期不一致。識別出的號碼未經校驗碼證實，請先核對號碼。"},
    {"contradicted", "Another document of the same person or company says otherwise, and was read with more certainty: look here first.", "同一人或同一单位的另一份文档与此不一致，且识别更可靠，请先核对本项。", "同一人或同一單位的另一份文件與此不一致，且識別更可靠，請先核對本項。"},
    {"contradicts", "Another document of the same person or company says otherwise, but was read with less certainty.", "同一人或同一单位的另一份文档与此不一致，但其识别不如本项可靠。", "同一人或同一單位的另一份文件與此不一致，但其識別不如本項可靠。"},
    {"not_named", "The company's papers in this file do not name this person.", "本卷的单位文档中没有提到此人。", "本卷的單位文件中沒有提到此人。"},
    {"represented_too_young", "The legal representative was under 18 on this day; the date or a birth date is probably misread.", "法定代表人当日未满18周岁，此日期或其出生日期可能误读。", "法定代表人當日未滿18周歲，此日期或其出生日期可能誤讀。"},
    {"other_number", "The archive has a person of this name and birth date under another number.", "档案中同名且出生日期相同的人登记的是另一号码。", "檔案中同名且出生日期相同的人登記的是另一號碼。"},
    {"other_holder", "The archive has this number under another name.", "档案中该号码登记在另一姓名或名称之下。", "檔案中該號碼登記在另一姓名或名稱之下。"},
    {"known", "The archive has this document of this holder already.", "档案中已有该持有人的同类文档。", "檔案中已有該持有人的同類文件。"},
    {"differs_from_sex", "It differs from the printed sex. Nothing vouches for the number as read, so look at it first.", "与所印性别不一致。识别出的号码未经校验码证实，请先核对号码。", "與所印性別不一致。識別出的號碼未經校驗碼證實，請先核對號碼。"},
    {"differs_from_mrz", "It differs from the machine-readable zone, whose check digits hold, so look at this field first.", "与机读码不一致。机读码校验正确，请先核对本项。", "與機讀碼不一致。機讀碼校驗正確，請先核對本項。"},
    {"differs_from_latin", "By table {}, it is not read as the Latin name, which the machine-readable zone repeats: look at this field first.", "按表{}，其读音与拉丁字母姓名不符，而机读码与该拼写一致，请先核对本项。", "按表{}，其讀音與拉丁字母姓名不符，而機讀碼與該拼寫一致，請先核對本項。"},
    {"differs_from_reading", "By table {}, the Chinese name is read otherwise, and nothing repeats this spelling: look at this field first.", "按表{}，中文姓名的读音与此不符，且此拼写没有其他佐证，请先核对本项。", "按表{}，中文姓名的讀音與此不符，且此拼寫沒有其他佐證，請先核對本項。"},
    {"differs_from_card_number", "By table {}, the card number is of another bank or kind of card. Its check digit holds, so look at this field first.", "按表{}，卡号属于其他银行或卡种。卡号校验码正确，请先核对本项。", "按表{}，卡號屬於其他銀行或卡種。卡號校驗碼正確，請先核對本項。"},
    {"differs_from_card", "By table {}, such numbers are of another bank or kind of card than is printed. Nothing vouches for the number as read, so look at it first.", "按表{}，此类号码属于其他银行或卡种。识别出的号码未经校验码证实，请先核对号码。", "按表{}，此類號碼屬於其他銀行或卡種。識別出的號碼未經校驗碼證實，請先核對號碼。"},
    {"credit_card", "By table {}, this is the number of a credit card; an account is needed.", "按表{}，这是信用卡号，此处需要结算账户。", "按表{}，這是信用卡號，此處需要結算帳戶。"},
    {"words_differ", "The amount in words and the one in figures differ.", "大写金额与小写金额不一致。", "大寫金額與小寫金額不一致。"},
    {"issuer_elsewhere", "By table {}, the authority lies in another city than the address: see whether both sides belong to one card.", "按表{}，签发机关与住址不在同一城市，请核对两面是否属于同一证件。", "按表{}，簽發機關與住址不在同一城市，請核對兩面是否屬於同一證件。"},
    {"other_country", "It says that China alone taxes the customer, but another field speaks of another country or region.", "声明仅为中国税收居民，但另一项显示与其他国家或地区有关。", "聲明僅為中國稅收居民，但另一項顯示與其他國家或地區有關。"},
    {"not_sound", "The two lines of the machine-readable zone together do not check.", "机读码两行合并校验不符。", "機讀碼兩行合併校驗不符。"},
    {"postcode_differs", "The postcode belongs to another province than the address.", "邮政编码与地址所在省份不符。", "郵遞區號與地址所在省份不符。"},
    {"before_birth", "The term begins before the holder was born.", "有效期起始日早于出生日期。", "有效期起始日早於出生日期。"},
    {"not_after_start", "The term does not end after it begins.", "有效期截止日不晚于起始日。", "有效期截止日不晚於起始日。"},
    {"term_unfit", "The term does not fit the holder's age when it began; one of the dates is probably misread.", "有效期限与起始日年龄不符，其中某个日期可能误读。", "有效期限與起始日年齡不符，其中某個日期可能誤讀。"},
    {"expired", "The document has expired.", "证件已过期。", "證件已過期。"},
    {"form_differs", "The type does not fit the company's code or name.", "类型与统一社会信用代码或名称所示不符。", "類型與統一社會信用代碼或名稱所示不符。"},
    {"guardian_missing", "The customer is under 16, and no guardian's number was found.", "客户未满16周岁，未找到监护人证件号码。", "客戶未滿16周歲，未找到監護人證件號碼。"},
    {"minor", "The customer is under 18.", "客户未满18周岁。", "客戶未滿18周歲。"},
    {"in_future", "The date lies in the future.", "日期晚于今天。", "日期晚於今天。"},
    {"region_differs", "The address names another province than the code does.", "地址所在省份与代码所示不一致。", "地址所在省份與代碼所示不一致。"},
    {"province_differs", "The holder's address lies in another province than the number was given in; people move.", "住址省份与号码首次编发省份不同，可能因迁居。", "住址省份與號碼首次編發省份不同，可能因遷居。"},
    {"same_as_customer", "The number is the customer's own; another person's is needed.", "与客户本人号码相同，此处应为他人号码。", "與客戶本人號碼相同，此處應為他人號碼。"},
});

// clang-format on

/// A code as a template argument.
template <std::size_t size>
struct Code {
    // NOLINTNEXTLINE(google-explicit-constructor): rules write error<"checksum">()
    constexpr Code(const char (&text)[size]) { std::copy_n(text, size, characters.begin()); }

    [[nodiscard]] constexpr std::string_view view() const { return {characters.data(), size - 1}; }

    std::array<char, size> characters{};
};

/// The row of a code. A code that is not in the table does not compile.
template <Code code>
constexpr const MessageRow& message_of()
{
    constexpr auto row = std::ranges::find(messages, code.view(), &MessageRow::code);
    static_assert(row != messages.end(), "no message for this code in verify/messages.h");
    return *row;
}

} // namespace dossier::verify
