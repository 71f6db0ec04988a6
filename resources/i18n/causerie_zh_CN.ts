<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Un&amp;pin</source>
        <translation>取消置顶(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Pin</source>
        <translation>置顶(&amp;P)</translation>
    </message>
    <message>
        <source>Move to &amp;folder</source>
        <translation>移到文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Tags</source>
        <translation>标签(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Colour</source>
        <translation>颜色(&amp;C)</translation>
    </message>
    <message>
        <source>Take out of the &amp;archive</source>
        <translation>取消归档(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Archive</source>
        <translation>归档(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;No folder</source>
        <translation>不放入文件夹(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;New folder…</source>
        <translation>新建文件夹(&amp;N)…</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>新标签</translation>
    </message>
    <message>
        <source>No colour</source>
        <translation>无颜色</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>上移(&amp;U)</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>下移(&amp;D)</translation>
    </message>
    <message>
        <source>Move &amp;into the folder above</source>
        <translation>移入上面的文件夹(&amp;I)</translation>
    </message>
    <message>
        <source>Move &amp;out of its folder</source>
        <translation>移出所在的文件夹(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;New folder in it</source>
        <translation>在其中新建文件夹(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Take the folder away</source>
        <translation>移除文件夹(&amp;T)</translation>
    </message>
    <message>
        <source>What stands in it moves up</source>
        <translation>其中的内容移到上一级</translation>
    </message>
    <message>
        <source>Heading: {0}</source>
        <translation>标题：{0}</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>Folder {0}, {1}</source>
        <translation>文件夹 {0}，{1}</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}，{1}</translation>
    </message>
    <message>
        <source>answer running</source>
        <translation>正在回答</translation>
    </message>
    <message>
        <source>new answer</source>
        <translation>有新回答</translation>
    </message>
    <message>
        <source>answer cut off: continue or keep it</source>
        <translation>回答中断：可继续或保留</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Incognito: never on the disk</source>
        <translation>无痕对话：不写入磁盘</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>已归档</translation>
    </message>
    <message>
        <source>Tags: {0}</source>
        <translation>标签：{0}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>对话模板</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Top k</source>
        <translation>候选词数 (Top k)</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>累计概率 (Top p)</translation>
    </message>
    <message>
        <source>Min p</source>
        <translation>最小概率 (Min p)</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>存在惩罚</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>频率惩罚</translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation>停止词</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>回答的最大长度</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示词</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>书写</translation>
    </message>
    <message>
        <source>{0} tokens, {1}</source>
        <translation>{0} 词元，{1}</translation>
    </message>
    <message>
        <source>First word after</source>
        <translation>首词用时</translation>
    </message>
    <message>
        <source>Causerie</source>
        <translation>Causerie</translation>
    </message>
    <message>
        <source>Shortest answer</source>
        <translation>回答的最小长度</translation>
    </message>
    <message>
        <source>The model&apos;s own</source>
        <translation>模型自带</translation>
    </message>
    <message>
        <source>Plain: the model has none of its own</source>
        <translation>纯文本：模型没有自带模板</translation>
    </message>
    <message>
        <source>{0} tokens, {1} of them known</source>
        <translation>{0} 词元，其中 {1} 已读过</translation>
    </message>
</context>
<context>
    <name>About</name>
    <message>
        <source>About Causerie</source>
        <translation>关于 Causerie</translation>
    </message>
    <message>
        <source>Causerie {0}</source>
        <translation>Causerie {0}</translation>
    </message>
    <message>
        <source>Chat and write with a language model, on your own computer.
What you write stays here: nothing is sent anywhere.

Licence: MIT. The models that you add have licences of their own.

Python {0}, Qt {1}, PyTorch {3} ({4}), {2}</source>
        <translation>在自己的电脑上，与语言模型对话、写作。
您写的内容只留在本机，不会发送到任何地方。

许可证：MIT。您添加的模型各有其许可证。

Python {0}，Qt {1}，PyTorch {3}（{4}），{2}</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>&amp;Licences</source>
        <translation>许可证(&amp;L)</translation>
    </message>
</context>
<context>
    <name>ActionRow</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>第 {0} 个，共 {1} 个</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>上一个版本</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一个版本</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;New conversation</source>
        <translation>新建对话(&amp;N)</translation>
    </message>
    <message>
        <source>New &amp;incognito conversation</source>
        <translation>新建无痕对话(&amp;I)</translation>
    </message>
    <message>
        <source>New &amp;folder</source>
        <translation>新建文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Move the folder &amp;up</source>
        <translation>上移文件夹(&amp;U)</translation>
    </message>
    <message>
        <source>Move the folder &amp;down</source>
        <translation>下移文件夹(&amp;D)</translation>
    </message>
    <message>
        <source>Move the folder &amp;into the one above</source>
        <translation>移入上面的文件夹(&amp;I)</translation>
    </message>
    <message>
        <source>Move the folder &amp;out of its folder</source>
        <translation>移出所在的文件夹(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Tags…</source>
        <translation>标签(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>I&amp;mport documents…</source>
        <translation>导入文档(&amp;M)…</translation>
    </message>
    <message>
        <source>Ex&amp;port documents…</source>
        <translation>导出文档(&amp;P)…</translation>
    </message>
    <message>
        <source>Import a pers&amp;ona…</source>
        <translation>导入角色(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Backups…</source>
        <translation>备份(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Copy the last answer</source>
        <translation>复制最后一个回答(&amp;C)</translation>
    </message>
    <message>
        <source>Copy as &amp;Markdown</source>
        <translation>复制为 Markdown(&amp;M)</translation>
    </message>
    <message>
        <source>Select the &amp;whole conversation</source>
        <translation>选择整个对话(&amp;W)</translation>
    </message>
    <message>
        <source>Ctrl+A twice</source>
        <translation>按两次 Ctrl+A</translation>
    </message>
    <message>
        <source>&amp;Find in the conversation</source>
        <translation>在对话中查找(&amp;F)</translation>
    </message>
    <message>
        <source>Find &amp;next</source>
        <translation>查找下一个(&amp;N)</translation>
    </message>
    <message>
        <source>Find &amp;previous</source>
        <translation>查找上一个(&amp;P)</translation>
    </message>
    <message>
        <source>Search &amp;everywhere</source>
        <translation>全局搜索(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Sidebar</source>
        <translation>侧边栏(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Bin</source>
        <translation>回收站(&amp;B)</translation>
    </message>
    <message>
        <source>Next &amp;pane</source>
        <translation>下一个窗格(&amp;P)</translation>
    </message>
    <message>
        <source>Side p&amp;anel</source>
        <translation>侧面板(&amp;A)</translation>
    </message>
    <message>
        <source>What the &amp;model reads</source>
        <translation>模型读取的内容(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;How the answer was made</source>
        <translation>回答的生成方式(&amp;H)</translation>
    </message>
    <message>
        <source>Settings of the con&amp;versation</source>
        <translation>对话设置(&amp;V)</translation>
    </message>
    <message>
        <source>B&amp;ranches</source>
        <translation>分支(&amp;R)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Normal size</source>
        <translation>实际大小(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Regenerate the answer</source>
        <translation>重新生成回答(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Continue the answer</source>
        <translation>继续回答(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Stop the answer</source>
        <translation>停止回答(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Edit the last message</source>
        <translation>编辑最后一条消息(&amp;E)</translation>
    </message>
    <message>
        <source>Up in an empty field</source>
        <translation>输入框为空时按 ↑</translation>
    </message>
    <message>
        <source>Se&amp;veral answers</source>
        <translation>多个回答(&amp;V)</translation>
    </message>
    <message>
        <source>Answers si&amp;de by side</source>
        <translation>并排显示回答(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Begin the answer with…</source>
        <translation>指定回答的开头(&amp;B)…</translation>
    </message>
    <message>
        <source>Edit t&amp;his message</source>
        <translation>编辑此消息(&amp;H)</translation>
    </message>
    <message>
        <source>As &amp;yours</source>
        <translation>作为您的消息(&amp;Y)</translation>
    </message>
    <message>
        <source>As the &amp;model&apos;s</source>
        <translation>作为模型的消息(&amp;M)</translation>
    </message>
    <message>
        <source>As &amp;instructions</source>
        <translation>作为指令(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Previous version</source>
        <translation>上一个版本(&amp;P)</translation>
    </message>
    <message>
        <source>Ne&amp;xt version</source>
        <translation>下一个版本(&amp;X)</translation>
    </message>
    <message>
        <source>T&amp;urn above</source>
        <translation>上一轮(&amp;U)</translation>
    </message>
    <message>
        <source>Turn be&amp;low</source>
        <translation>下一轮(&amp;L)</translation>
    </message>
    <message>
        <source>Move the &amp;branch to the bin</source>
        <translation>将分支移到回收站(&amp;B)</translation>
    </message>
    <message>
        <source>Delete the branch &amp;for good…</source>
        <translation>永久删除分支(&amp;F)…</translation>
    </message>
    <message>
        <source>Re&amp;name</source>
        <translation>重命名(&amp;N)</translation>
    </message>
    <message>
        <source>P&amp;in</source>
        <translation>置顶(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Archive</source>
        <translation>归档(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Move to the bin</source>
        <translation>移到回收站(&amp;M)</translation>
    </message>
    <message>
        <source>Del in the list</source>
        <translation>在列表中按 Del</translation>
    </message>
    <message>
        <source>New &amp;document</source>
        <translation>新建文档(&amp;D)</translation>
    </message>
    <message>
        <source>Find and re&amp;place</source>
        <translation>查找和替换(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Focus mode</source>
        <translation>专注模式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Continue the text</source>
        <translation>续写(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Insert here</source>
        <translation>在此处插入(&amp;I)</translation>
    </message>
    <message>
        <source>Import con&amp;versations…</source>
        <translation>导入对话(&amp;V)…</translation>
    </message>
    <message>
        <source>Attac&amp;h a text file…</source>
        <translation>附加文本文件(&amp;H)…</translation>
    </message>
    <message>
        <source>Search &amp;titles</source>
        <translation>搜索标题(&amp;T)</translation>
    </message>
    <message>
        <source>Command pa&amp;lette</source>
        <translation>命令面板(&amp;L)</translation>
    </message>
    <message>
        <source>Preference&amp;s</source>
        <translation>首选项(&amp;S)</translation>
    </message>
    <message>
        <source>To&amp;ken view</source>
        <translation>词元视图(&amp;K)</translation>
    </message>
    <message>
        <source>Restore the d&amp;eleted branch</source>
        <translation>恢复已删除的分支(&amp;E)</translation>
    </message>
    <message>
        <source>Write straig&amp;ht into the text</source>
        <translation>直接写入正文(&amp;H)</translation>
    </message>
    <message>
        <source>S&amp;uggest words while I pause</source>
        <translation>停顿时提示后文(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Tone…</source>
        <translation>语气(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Alternatives</source>
        <translation>多个方案(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Outline…</source>
        <translation>提纲(&amp;O)…</translation>
    </message>
    <message>
        <source>Write this s&amp;ection</source>
        <translation>撰写本节(&amp;E)</translation>
    </message>
    <message>
        <source>Write a&amp;ll sections</source>
        <translation>撰写所有章节(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Summarise</source>
        <translation>摘要(&amp;S)</translation>
    </message>
    <message>
        <source>Find a title</source>
        <translation>拟标题</translation>
    </message>
    <message>
        <source>As&amp;k about this document…</source>
        <translation>就此文档提问(&amp;K)…</translation>
    </message>
    <message>
        <source>Talk a&amp;bout the selection</source>
        <translation>讨论选中的文字(&amp;B)</translation>
    </message>
    <message>
        <source>Into a conversation…</source>
        <translation>放入对话…</translation>
    </message>
    <message>
        <source>Answer into a document…</source>
        <translation>把回答放入文档…</translation>
    </message>
    <message>
        <source>Answer into a ne&amp;w document</source>
        <translation>将回答放入新文档(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Notes for the model</source>
        <translation>给模型的笔记(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Model&apos;s view</source>
        <translation>模型的看法(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Versions</source>
        <translation>版本(&amp;V)</translation>
    </message>
    <message>
        <source>As I &amp;say…</source>
        <translation>按我的要求(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Correct spelling and grammar</source>
        <translation>改正拼写和语法(&amp;C)</translation>
    </message>
    <message>
        <source>S&amp;horter</source>
        <translation>更简短(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Longer</source>
        <translation>更详细(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Plainer</source>
        <translation>更浅白(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Formal</source>
        <translation>更正式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Translate into…</source>
        <translation>翻译成(&amp;T)…</translation>
    </message>
    <message>
        <source>A few &amp;words</source>
        <translation>几个词(&amp;W)</translation>
    </message>
    <message>
        <source>A &amp;sentence</source>
        <translation>一句(&amp;S)</translation>
    </message>
    <message>
        <source>A &amp;paragraph</source>
        <translation>一段(&amp;P)</translation>
    </message>
    <message>
        <source>A p&amp;age</source>
        <translation>一页(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Choose a model</source>
        <translation>选择模型(&amp;C)</translation>
    </message>
    <message>
        <source>Install the &amp;starter model</source>
        <translation>安装入门模型(&amp;S)</translation>
    </message>
    <message>
        <source>Add a &amp;GGUF file…</source>
        <translation>添加 GGUF 文件(&amp;G)…</translation>
    </message>
    <message>
        <source>Add a &amp;folder in Hugging Face form…</source>
        <translation>添加 Hugging Face 格式的文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Cance&amp;l the installation</source>
        <translation>取消安装(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Shortcuts</source>
        <translation>快捷键(&amp;S)</translation>
    </message>
    <message>
        <source>Copy for a &amp;report</source>
        <translation>复制错误报告信息(&amp;R)</translation>
    </message>
    <message>
        <source>Show the &amp;tour</source>
        <translation>显示导览(&amp;T)</translation>
    </message>
    <message>
        <source>Check for a new &amp;version</source>
        <translation>检查新版本(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;About Causerie</source>
        <translation>关于 Causerie(&amp;A)</translation>
    </message>
</context>
<context>
    <name>AlternativesWindow</name>
    <message>
        <source>Answers side by side</source>
        <translation>并排的回答</translation>
    </message>
</context>
<context>
    <name>AskBar</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>This is not there any more: another window has deleted it for good. Nothing else was changed.</source>
        <translation>该内容已不存在：另一个窗口已将其永久删除。其他内容没有改动。</translation>
    </message>
</context>
<context>
    <name>AttachmentWindow</name>
    <message>
        <source>Pasted text</source>
        <translation>粘贴的文本</translation>
    </message>
</context>
<context>
    <name>BackupDialog</name>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>A copy of all conversations is made each day on which something changes. Seven days and four weeks are kept, and what was there before an update or a restore.</source>
        <translation>有改动的日子，每天会自动备份全部对话。保留最近七天和四周的备份，以及更新或恢复之前的备份。</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Back up now</source>
        <translation>立即备份(&amp;B)</translation>
    </message>
    <message>
        <source>Restore from a &amp;file…</source>
        <translation>从文件恢复(&amp;F)…</translation>
    </message>
    <message>
        <source>Save everything to one file…</source>
        <translation>全部保存到一个文件…</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>There is none yet.</source>
        <translation>还没有备份。</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>What helps: {0}.</source>
        <translation>可以试试：{0}。</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
</context>
<context>
    <name>BinBar</name>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>永久删除…</translation>
    </message>
    <message>
        <source>This conversation is in the bin.</source>
        <translation>此对话在回收站中。</translation>
    </message>
</context>
<context>
    <name>BranchTree</name>
    <message>
        <source>Branches of the conversation</source>
        <translation>对话的分支</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Delete for good…</source>
        <translation>永久删除(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Show this branch</source>
        <translation>显示此分支(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Compare the two that are marked</source>
        <translation>比较选中的两个(&amp;C)</translation>
    </message>
    <message>
        <source>Move the branch to the &amp;bin</source>
        <translation>将分支移到回收站(&amp;B)</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0}（{1}）</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>{0}: {1}, shown</source>
        <translation>{0}：{1}，当前显示</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Alternative {0}</source>
        <translation>方案 {0}</translation>
    </message>
    <message>
        <source>Mark two to compare and merge them</source>
        <translation>勾选两个以比较并合并</translation>
    </message>
    <message>
        <source>Compare alternative {0}</source>
        <translation>比较方案 {0}</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Take alternative {0}</source>
        <translation>采用方案 {0}</translation>
    </message>
    <message>
        <source>Dismiss alternative {0}</source>
        <translation>放弃方案 {0}</translation>
    </message>
</context>
<context>
    <name>Cards</name>
    <message>
        <source>Compare and merge</source>
        <translation>比较并合并</translation>
    </message>
    <message>
        <source>So many alternatives at once</source>
        <translation>一次写几个方案</translation>
    </message>
    <message>
        <source>Write more</source>
        <translation>再写几个</translation>
    </message>
    <message>
        <source>For the same place, beside these</source>
        <translation>仍在同一处，排在这些旁边</translation>
    </message>
    <message>
        <source>Dismiss all</source>
        <translation>全部放弃</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>CardsPresenter</name>
    <message>
        <source>Alternatives: Alt with a number takes one</source>
        <translation>多个方案：按 Alt+数字 采用一个</translation>
    </message>
    <message>
        <source>Its place was edited, so it can only be copied.</source>
        <translation>对应的位置已被修改，只能复制。</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>{0} · incognito</source>
        <translation>{0} · 无痕</translation>
    </message>
</context>
<context>
    <name>ChatPresenter</name>
    <message>
        <source>This conversation is in the bin, so nothing was changed.</source>
        <translation>此对话在回收站中，因此没有做任何改动。</translation>
    </message>
    <message>
        <source>Restore it first</source>
        <translation>请先恢复它</translation>
    </message>
</context>
<context>
    <name>ChatSettingsPage</name>
    <message>
        <source>Settings of this conversation</source>
        <translation>此对话的设置</translation>
    </message>
    <message>
        <source>Personas</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>As in the persona or in the preferences</source>
        <translation>与角色或首选项一致</translation>
    </message>
    <message>
        <source>For the next new conversation</source>
        <translation>用于下一个新对话</translation>
    </message>
    <message>
        <source>No persona</source>
        <translation>无角色</translation>
    </message>
    <message>
        <source>{0} (not installed)</source>
        <translation>{0}（未安装）</translation>
    </message>
    <message>
        <source>The one that is loaded</source>
        <translation>当前加载的模型</translation>
    </message>
    <message>
        <source>Save as a persona: its name</source>
        <translation>另存为角色：名称</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>导入(&amp;I)…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示词</translation>
    </message>
    <message>
        <source>Persona</source>
        <translation>角色</translation>
    </message>
</context>
<context>
    <name>ChoiceMenu</name>
    <message>
        <source>What else might have stood here</source>
        <translation>这里还可能是</translation>
    </message>
    <message>
        <source>Answer again from here with</source>
        <translation>从这里改用以下文字重新回答</translation>
    </message>
</context>
<context>
    <name>Colours</name>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Teal</source>
        <translation>青色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>粉色</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰色</translation>
    </message>
</context>
<context>
    <name>Column</name>
    <message>
        <source>Answer {0}</source>
        <translation>回答 {0}</translation>
    </message>
    <message>
        <source>Take this one</source>
        <translation>采用这个</translation>
    </message>
    <message>
        <source>Take answer {0}</source>
        <translation>采用回答 {0}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop answer {0}</source>
        <translation>停止回答 {0}</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Attach a text file</source>
        <translation>附加文本文件</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Write the next message: it waits for its turn</source>
        <translation>写下一条消息，它会排队等待</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>写消息</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>停止回答</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
</context>
<context>
    <name>ContextMap</name>
    <message>
        <source>What the model reads</source>
        <translation>模型读取的内容</translation>
    </message>
    <message>
        <source>Turns that the model reads</source>
        <translation>模型读取的各轮对话</translation>
    </message>
    <message>
        <source>Summary of 1 turn: {1}</source>
        <translation>1 轮对话的摘要：{1}</translation>
    </message>
    <message>
        <source>Summary of {0} turns: {1}</source>
        <translation>{0} 轮对话的摘要：{1}</translation>
    </message>
    <message>
        <source>Enter or a double click shows the whole summary</source>
        <translation>按 Enter 或双击可查看完整摘要</translation>
    </message>
    <message>
        <source>Once an answer is written, this shows what the model read for it.</source>
        <translation>生成回答后，这里会显示模型为它读取的内容。</translation>
    </message>
    <message>
        <source>The model read {0} of its {1} tokens.</source>
        <translation>模型读取了 {0} 个词元，上限为 {1}。</translation>
    </message>
    <message>
        <source>1 turn was left out.</source>
        <translation>有 1 轮未读入。</translation>
    </message>
    <message>
        <source>{0} turns were left out.</source>
        <translation>有 {0} 轮未读入。</translation>
    </message>
    <message>
        <source>{0} {1}</source>
        <translation>{0}{1}</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>{0} tokens</source>
        <translation>{0} 个词元</translation>
    </message>
    <message>
        <source>in</source>
        <translation>已读入</translation>
    </message>
    <message>
        <source>out</source>
        <translation>未读入</translation>
    </message>
</context>
<context>
    <name>ConversationListModel</name>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>New document</source>
        <translation>新文档</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
</context>
<context>
    <name>ConversationListView</name>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
</context>
<context>
    <name>ConversationPanel</name>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>New document</source>
        <translation>新文档</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Deleted conversations</source>
        <translation>已删除的对话</translation>
    </message>
</context>
<context>
    <name>Crossing</name>
    <message>
        <source>Into which document?</source>
        <translation>放入哪个文档？</translation>
    </message>
    <message>
        <source>Into which conversation?</source>
        <translation>放入哪个对话？</translation>
    </message>
    <message>
        <source>Documents are kept on the disk: what you put here from an incognito conversation stays.</source>
        <translation>文档保存在磁盘上：从无痕对话放到这里的内容会保留下来。</translation>
    </message>
    <message>
        <source>The document is longer than the model can read. It was given the beginning and what shares words with the question: {0} of {1} passages.</source>
        <translation>文档超出模型可读取的长度。交给模型的是开头，以及与问题用词相同的段落：共 {1} 段中的 {0} 段。</translation>
    </message>
</context>
<context>
    <name>DaySections</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Previous 7 days</source>
        <translation>过去 7 天</translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>Previous 30 days</source>
        <translation>过去 30 天</translation>
    </message>
</context>
<context>
    <name>DifferenceView</name>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Removed words are struck through, added ones are underlined.</source>
        <translation>删除的词加删除线，新增的词加下划线。</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
</context>
<context>
    <name>DocumentExchangePresenter</name>
    <message>
        <source>Import documents</source>
        <translation>导入文档</translation>
    </message>
    <message>
        <source>Documents ({0})</source>
        <translation>文档 ({0})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>There is no document yet that could be exported.</source>
        <translation>还没有可以导出的文档。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>DraftCommands</name>
    <message>
        <source>Into which language?</source>
        <translation>翻译成哪种语言？</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>What is to become of the selection?</source>
        <translation>要怎样改写选中的文字？</translation>
    </message>
    <message>
        <source>Rewrite</source>
        <translation>改写</translation>
    </message>
    <message>
        <source>Tone of what the model writes, such as: warm, brief; - for that of the text</source>
        <translation>模型写作的语气，例如：亲切、简短；输入 - 则沿用正文的语气</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>采用</translation>
    </message>
</context>
<context>
    <name>DraftPage</name>
    <message>
        <source>Write…</source>
        <translation>写点什么…</translation>
    </message>
    <message>
        <source>This document is in the bin.</source>
        <translation>此文档在回收站中。</translation>
    </message>
    <message>
        <source>New document</source>
        <translation>新文档</translation>
    </message>
</context>
<context>
    <name>Drafting</name>
    <message>
        <source>Typing</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>全部替换</translation>
    </message>
    <message>
        <source>Restore version</source>
        <translation>恢复版本</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>续写</translation>
    </message>
    <message>
        <source>Rewrite</source>
        <translation>改写</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>提纲</translation>
    </message>
    <message>
        <source>Write section</source>
        <translation>撰写章节</translation>
    </message>
    <message>
        <source>Summarise</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Part {0} of {1}: {2}</source>
        <translation>第 {0} 部分，共 {1} 部分：{2}</translation>
    </message>
    <message>
        <source>Waiting for the model…</source>
        <translation>正在等待模型…</translation>
    </message>
    <message>
        <source>The model reads: {0} of {1} tokens</source>
        <translation>模型正在阅读：{0} / {1} 词元</translation>
    </message>
    <message>
        <source>The model reads…</source>
        <translation>模型正在阅读…</translation>
    </message>
    <message>
        <source>The model writes…</source>
        <translation>模型正在书写…</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>Text of the document</source>
        <translation>文档正文</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Replace all conversations with those of {0}?</source>
        <translation>用 {0} 的对话替换全部对话？</translation>
    </message>
    <message>
        <source>What is here now is copied first, and can be brought back from the same list.</source>
        <translation>会先备份当前内容，之后可从同一列表中恢复。</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>1 conversation</source>
        <translation>1 个对话</translation>
    </message>
    <message>
        <source>{0} conversations</source>
        <translation>{0} 个对话</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 条消息</translation>
    </message>
    <message>
        <source>{0} messages</source>
        <translation>{0} 条消息</translation>
    </message>
    <message>
        <source>There was no conversation to import.</source>
        <translation>没有可导入的对话。</translation>
    </message>
    <message>
        <source>Nothing new: the conversation was here already.</source>
        <translation>没有新内容：该对话已存在。</translation>
    </message>
    <message>
        <source>Nothing new: all {0} were here already.</source>
        <translation>没有新内容：{0}都已存在。</translation>
    </message>
    <message>
        <source>Imported {0} with {1} from {2}.</source>
        <translation>已从 {2} 导入 {0}、{1}。</translation>
    </message>
    <message>
        <source>{0} things were not taken as they stood.</source>
        <translation>有 {0} 处未能原样导入。</translation>
    </message>
    <message>
        <source>{0} {1}</source>
        <translation>{0}{1}</translation>
    </message>
    <message>
        <source>Read: {0} with {1}.</source>
        <translation>已读取：{0}，{1}。</translation>
    </message>
    <message>
        <source>New: {0}, {1}.</source>
        <translation>新增：{0}，{1}。</translation>
    </message>
    <message>
        <source>Everything was taken as it stood.</source>
        <translation>一切都已原样导入。</translation>
    </message>
    <message>
        <source>Not taken as it stood:</source>
        <translation>未能原样导入的内容：</translation>
    </message>
    <message>
        <source>This conversation</source>
        <translation>此对话</translation>
    </message>
    <message>
        <source>Chosen conversations</source>
        <translation>选定的对话</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Conversations to export</source>
        <translation>要导出的对话</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>daily</source>
        <translation>每日</translation>
    </message>
    <message>
        <source>before a restore</source>
        <translation>恢复之前</translation>
    </message>
    <message>
        <source>Exported {0} to {1} ({2}).</source>
        <translation>已将{0}导出到 {1}（{2}）。</translation>
    </message>
    <message>
        <source>Markdown, for other programs to read (.md)</source>
        <translation>Markdown，供其他程序读取 (.md)</translation>
    </message>
    <message>
        <source>1 document</source>
        <translation>1 个文档</translation>
    </message>
    <message>
        <source>{0} documents</source>
        <translation>{0} 个文档</translation>
    </message>
    <message>
        <source>Imported the document “{0}”.</source>
        <translation>已导入文档“{0}”。</translation>
    </message>
    <message>
        <source>Imported {0}.</source>
        <translation>已导入 {0}。</translation>
    </message>
    <message>
        <source>1 thing in it could not be taken as it stood.</source>
        <translation>其中有 1 处未能原样导入。</translation>
    </message>
    <message>
        <source>{0} things could not be taken as they stood.</source>
        <translation>有 {0} 处未能原样导入。</translation>
    </message>
    <message>
        <source>This document</source>
        <translation>此文档</translation>
    </message>
    <message>
        <source>Chosen documents</source>
        <translation>选定的文档</translation>
    </message>
    <message>
        <source>All documents</source>
        <translation>所有文档</translation>
    </message>
    <message>
        <source>Markdown: the text as it is written (.md)</source>
        <translation>Markdown：原样的文本 (.md)</translation>
    </message>
    <message>
        <source>Plain text, without signs of Markdown (.txt)</source>
        <translation>纯文本，不含 Markdown 标记 (.txt)</translation>
    </message>
    <message>
        <source>A page for any browser (.html)</source>
        <translation>网页，可用任何浏览器打开 (.html)</translation>
    </message>
    <message>
        <source>A document to print (.pdf)</source>
        <translation>可打印的文档 (.pdf)</translation>
    </message>
    <message>
        <source>A document for Word and other word processors (.docx)</source>
        <translation>供 Word 等文字处理软件使用的文档 (.docx)</translation>
    </message>
    <message>
        <source>A document for LibreOffice and other word processors (.odt)</source>
        <translation>供 LibreOffice 等文字处理软件使用的文档 (.odt)</translation>
    </message>
    <message>
        <source>One document is a file of its own; several go into one .zip, each as such a file.</source>
        <translation>单个文档导出为一个文件；多个文档放入一个 .zip，每个各为一个这样的文件。</translation>
    </message>
    <message>
        <source>Documents to export</source>
        <translation>要导出的文档</translation>
    </message>
    <message>
        <source>New document</source>
        <translation>新文档</translation>
    </message>
    <message>
        <source>Everything, for Causerie to read again (.json)</source>
        <translation>全部内容，可由 Causerie 重新读取 (.json)</translation>
    </message>
    <message>
        <source>Lines for training a model (.jsonl)</source>
        <translation>用于训练模型的数据行 (.jsonl)</translation>
    </message>
    <message>
        <source>All branches and versions, marks, folders, tags, settings and how each answer was made.</source>
        <translation>所有分支与版本、标记、文件夹、标签、设置以及每个回答的生成方式。</translation>
    </message>
    <message>
        <source>The shown branch of each conversation, as a list of roles and texts.</source>
        <translation>每个对话当前显示的分支，以角色和文字的列表形式。</translation>
    </message>
    <message>
        <source>The shown branch of each conversation, as it is read.</source>
        <translation>每个对话当前显示的分支，按阅读的样子。</translation>
    </message>
    <message>
        <source>before an update</source>
        <translation>更新之前</translation>
    </message>
    <message>
        <source>before a new version</source>
        <translation>新版本首次启动之前</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
</context>
<context>
    <name>ExchangePresenter</name>
    <message>
        <source>Import conversations</source>
        <translation>导入对话</translation>
    </message>
    <message>
        <source>Conversations ({0})</source>
        <translation>对话 ({0})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>A backup of {0} was made.</source>
        <translation>已备份 {0}。</translation>
    </message>
    <message>
        <source>Everything is in {0}; the models are not.</source>
        <translation>全部内容已存入 {0}，不含模型。</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>{0} was brought back. What was here before is kept as a backup.</source>
        <translation>已恢复 {0}。之前的内容保留为备份。</translation>
    </message>
    <message>
        <source>Restore from a file</source>
        <translation>从文件恢复</translation>
    </message>
    <message>
        <source>Causerie&apos;s files (*.causerie *.sqlite3)</source>
        <translation>Causerie 文件 (*.causerie *.sqlite3)</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Filter titles</source>
        <translation>筛选标题</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>内容(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this conversation</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Find in the document</source>
        <translation>在文档中查找</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>Whole words only</source>
        <translation>仅匹配整词</translation>
    </message>
    <message>
        <source>ab|</source>
        <translation>整词</translation>
    </message>
    <message>
        <source>Capital and small letters differ</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Aa</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Shift+F3</source>
        <translation>Shift+F3</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>F3</source>
        <translation>F3</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>全部替换</translation>
    </message>
    <message>
        <source>One step, which Undo takes back</source>
        <translation>作为一步，可撤销</translation>
    </message>
    <message>
        <source>Not an expression</source>
        <translation>不是有效的表达式</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Get a model</source>
        <translation>获取模型</translation>
    </message>
    <message>
        <source>Choose a model of your own</source>
        <translation>选择自己的模型</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Set up {0}</source>
        <translation>安装 {0}</translation>
    </message>
    <message>
        <source>Fetch {0}</source>
        <translation>下载 {0}</translation>
    </message>
    <message>
        <source>A &amp;GGUF file…</source>
        <translation>GGUF 文件(&amp;G)…</translation>
    </message>
    <message>
        <source>A &amp;folder in Hugging Face form…</source>
        <translation>Hugging Face 格式的文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Welcome to Causerie</source>
        <translation>欢迎使用 Causerie</translation>
    </message>
    <message>
        <source>Causerie answers with a language model that runs on this computer. What you write stays here. To begin, it needs a model.</source>
        <translation>Causerie 使用在这台电脑上运行的语言模型来回答，您写的内容只留在本机。要开始使用，先需要一个模型。</translation>
    </message>
</context>
<context>
    <name>FontChoice</name>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
</context>
<context>
    <name>GhostPresenter</name>
    <message>
        <source>Tab takes all, Ctrl+Right a word, Esc none</source>
        <translation>Tab 全部接受，Ctrl+→ 接受一个词，Esc 放弃</translation>
    </message>
    <message>
        <source>Words are waiting where you asked for them. Esc: none</source>
        <translation>续写的文字在您请求的位置等待。Esc：放弃</translation>
    </message>
    <message>
        <source>The model had nothing to add.</source>
        <translation>模型没有可补充的内容。</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>The clipboard holds versions, this computer and the last errors, and nothing of what you wrote.</source>
        <translation>剪贴板中有版本、本机信息和最近的错误，不含您写的任何内容。</translation>
    </message>
</context>
<context>
    <name>HunkText</name>
    <message>
        <source>Proposed changes</source>
        <translation>建议的修改</translation>
    </message>
    <message>
        <source>Removed words are struck through, added ones are underlined.</source>
        <translation>删去的文字带删除线，新增的文字带下划线。</translation>
    </message>
</context>
<context>
    <name>HunkView</name>
    <message>
        <source>Previous change</source>
        <translation>上一处修改</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>下一处修改</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Accept all</source>
        <translation>全部接受</translation>
    </message>
    <message>
        <source>Reject all</source>
        <translation>全部拒绝</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>Change {0} of {1}</source>
        <translation>第 {0} 处修改，共 {1} 处</translation>
    </message>
</context>
<context>
    <name>ImportReport</name>
    <message>
        <source>What was imported</source>
        <translation>导入结果</translation>
    </message>
    <message>
        <source>What was not taken as it stood</source>
        <translation>未能原样导入的内容</translation>
    </message>
</context>
<context>
    <name>Licences</name>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
</context>
<context>
    <name>LinkBar</name>
    <message>
        <source>Open this address outside the program?</source>
        <translation>在程序外打开这个地址？</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Don&apos;t open</source>
        <translation>不打开</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>ListPresenter</name>
    <message>
        <source>{0} conversations</source>
        <translation>{0} 个对话</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Delete for good…</source>
        <translation>永久删除(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Move to the &amp;bin</source>
        <translation>移到回收站(&amp;B)</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>No title holds “{0}”.</source>
        <translation>没有标题包含“{0}”。</translation>
    </message>
    <message>
        <source>The bin is empty.</source>
        <translation>回收站是空的。</translation>
    </message>
    <message>
        <source>No conversations yet.</source>
        <translation>还没有对话。</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Conversation</source>
        <translation>对话(&amp;C)</translation>
    </message>
    <message>
        <source>Insert a messa&amp;ge</source>
        <translation>插入消息(&amp;G)</translation>
    </message>
    <message>
        <source>Tid&amp;y the branches</source>
        <translation>整理分支(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Fo&amp;lder</source>
        <translation>文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>Move to &amp;folder</source>
        <translation>移到文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Tags</source>
        <translation>标签(&amp;T)</translation>
    </message>
    <message>
        <source>C&amp;olour</source>
        <translation>颜色(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Draft</source>
        <translation>写作(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Rewrite</source>
        <translation>改写(&amp;R)</translation>
    </message>
    <message>
        <source>Len&amp;gth</source>
        <translation>长度(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>weights: {0}</source>
        <translation>权重：{0}</translation>
    </message>
    <message>
        <source>needs about {0} of memory</source>
        <translation>约需 {0} 内存</translation>
    </message>
</context>
<context>
    <name>MessageEditor</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Send again as a new version (Enter)</source>
        <translation>作为新版本重新发送 (Enter)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Leave it as it was (Esc)</source>
        <translation>保持原样 (Esc)</translation>
    </message>
</context>
<context>
    <name>MessageView</name>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Formulas: {0}</source>
        <translation>公式：{0}</translation>
    </message>
</context>
<context>
    <name>ModelPresenter</name>
    <message>
        <source>Choose a model file</source>
        <translation>选择模型文件</translation>
    </message>
    <message>
        <source>GGUF models (*.gguf)</source>
        <translation>GGUF 模型 (*.gguf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose a model folder in Hugging Face form</source>
        <translation>选择 Hugging Face 格式的模型文件夹</translation>
    </message>
</context>
<context>
    <name>ModelView</name>
    <message>
        <source>There is nothing written yet.</source>
        <translation>还没有写任何内容。</translation>
    </message>
    <message>
        <source>The text is another by now: look again.</source>
        <translation>正文已有改动：请重新查看。</translation>
    </message>
    <message>
        <source>The model reads…</source>
        <translation>模型正在阅读…</translation>
    </message>
</context>
<context>
    <name>ModelViewPanel</name>
    <message>
        <source>The stronger a word is coloured, the less this model expected it after the words before it. That tells of this model and nothing else: not who wrote the text, nor whether it is good.</source>
        <translation>颜色越深，表示在前文之后该词越出乎此模型的意料。这只说明此模型的预期，既不说明文字是谁写的，也不说明写得好不好。</translation>
    </message>
    <message>
        <source>Look at the text</source>
        <translation>查看正文</translation>
    </message>
    <message>
        <source>Click a word to see what the model expected in its place.</source>
        <translation>点击一个词，查看模型在此处预期的内容。</translation>
    </message>
    <message>
        <source>Phrases that come again soon</source>
        <translation>不久又重复的短语</translation>
    </message>
    <message>
        <source>Long sentences</source>
        <translation>长句</translation>
    </message>
    <message>
        <source>No phrase comes again soon, and no sentence is long.</source>
        <translation>没有不久又重复的短语，也没有长句。</translation>
    </message>
    <message>
        <source>“{0}”: {1} bits of surprise</source>
        <translation>“{0}”：意外程度 {1} 比特</translation>
    </message>
    <message>
        <source>{0} times: {1}</source>
        <translation>{0} 次：{1}</translation>
    </message>
</context>
<context>
    <name>NotesPanel</name>
    <message>
        <source>The model reads these notes with the text. They are kept with the document.</source>
        <translation>模型会连同正文一起阅读这些笔记。笔记随文档保存。</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>记忆</translation>
    </message>
    <message>
        <source>What happened so far, what must stay true</source>
        <translation>已经发生了什么，哪些必须保持不变</translation>
    </message>
    <message>
        <source>Style sheet</source>
        <translation>风格说明</translation>
    </message>
    <message>
        <source>Person, tense, spelling, words to avoid</source>
        <translation>人称、时态、用字、避免的词</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Who is who, and how they speak</source>
        <translation>谁是谁，各自怎样说话</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>“{0}” is in the bin.</source>
        <translation>“{0}”已移到回收站。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>There is no model yet: conversations can be read, not continued.</source>
        <translation>还没有模型：可以阅读对话，但不能继续。</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>获取模型</translation>
    </message>
</context>
<context>
    <name>OrderCommands</name>
    <message>
        <source>Unp&amp;in</source>
        <translation>取消置顶(&amp;I)</translation>
    </message>
    <message>
        <source>P&amp;in</source>
        <translation>置顶(&amp;I)</translation>
    </message>
    <message>
        <source>Take out of the &amp;archive</source>
        <translation>取消归档(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Archive</source>
        <translation>归档(&amp;A)</translation>
    </message>
</context>
<context>
    <name>Organiser</name>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>New document</source>
        <translation>新文档</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Preferences: {0}</source>
        <translation>首选项：{0}</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Find a conversation, an action or a setting</source>
        <translation>查找对话、操作或设置</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Notes</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Model&apos;s view</source>
        <translation>模型的看法</translation>
    </message>
    <message>
        <source>Beside the document</source>
        <translation>文档旁的面板</translation>
    </message>
</context>
<context>
    <name>ParameterForm</name>
    <message>
        <source>As in the preferences</source>
        <translation>与首选项一致</translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation>停止词</translation>
    </message>
    <message>
        <source>Texts at which an answer ends, one a line</source>
        <translation>回答遇到这些文字即结束，每行一条</translation>
    </message>
    <message>
        <source>No stop texts</source>
        <translation>不使用停止词</translation>
    </message>
    <message>
        <source>Answers end at none, whatever the preferences say</source>
        <translation>无论首选项如何设置，回答都不会因停止词而结束</translation>
    </message>
    <message>
        <source>One of these numbers is out of range, so nothing was changed.</source>
        <translation>其中有数值超出范围，没有做任何改动。</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Top k</source>
        <translation>候选词数 (Top k)</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>累计概率 (Top p)</translation>
    </message>
    <message>
        <source>Min p</source>
        <translation>最小概率 (Min p)</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>存在惩罚</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>频率惩罚</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>回答的最大长度</translation>
    </message>
    <message>
        <source>Shortest answer</source>
        <translation>回答的最小长度</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>{0} must be a number, so nothing was changed.</source>
        <translation>“{0}”必须是数字，没有做任何改动。</translation>
    </message>
</context>
<context>
    <name>PersonaFiles</name>
    <message>
        <source>The persona could not be written to “{0}”; nothing else was changed.</source>
        <translation>无法将角色写入“{0}”；其他内容没有改动。</translation>
    </message>
    <message>
        <source>“{0}” was not taken as a persona; nothing was changed.</source>
        <translation>“{0}”不是有效的角色文件；没有做任何改动。</translation>
    </message>
    <message>
        <source>Export the persona</source>
        <translation>导出角色</translation>
    </message>
    <message>
        <source>Personas (*{0})</source>
        <translation>角色 (*{0})</translation>
    </message>
    <message>
        <source>Import a persona</source>
        <translation>导入角色</translation>
    </message>
</context>
<context>
    <name>PlanCommands</name>
    <message>
        <source>What is the text to be about?</source>
        <translation>这篇文字要写什么？</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>提纲</translation>
    </message>
    <message>
        <source>A section is written below a heading: there is none yet.</source>
        <translation>章节要写在标题之下：目前还没有标题。</translation>
    </message>
    <message>
        <source>What do you want to know of this document?</source>
        <translation>关于此文档，您想知道什么？</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>There is nothing written yet.</source>
        <translation>还没有写任何内容。</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Search preferences</source>
        <translation>搜索首选项</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>No preference holds these words.</source>
        <translation>没有包含这些词的设置。</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>This is in force, but could not be saved: {0}</source>
        <translation>已生效，但未能保存：{0}</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>正在取消</translation>
    </message>
</context>
<context>
    <name>Purge</name>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>Delete “{0}” for good?</source>
        <translation>永久删除“{0}”？</translation>
    </message>
    <message>
        <source>Its messages can&apos;t be brought back.</source>
        <translation>其中的消息将无法找回。</translation>
    </message>
    <message>
        <source>The messages of this branch can&apos;t be brought back, and nothing done before can be taken back.</source>
        <translation>此分支的消息无法找回，之前的操作也无法再撤销。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>PurposeBar</name>
    <message>
        <source>Back to sending</source>
        <translation>返回发送</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>The answer is written anew and begins with what stands here.</source>
        <translation>回答将重新生成，并以这里的文字开头。</translation>
    </message>
    <message>
        <source>Inserted as yours, and not answered.</source>
        <translation>作为您的消息插入，不会得到回答。</translation>
    </message>
    <message>
        <source>Inserted as the model&apos;s answer.</source>
        <translation>作为模型的回答插入。</translation>
    </message>
    <message>
        <source>Inserted as instructions to the model.</source>
        <translation>作为给模型的指令插入。</translation>
    </message>
</context>
<context>
    <name>Quantities</name>
    <message>
        <source>{0} %</source>
        <translation>{0}%</translation>
    </message>
    <message>
        <source>{0} tokens/s</source>
        <translation>{0} 词元/秒</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} s left</source>
        <translation>剩余 {0} 秒</translation>
    </message>
    <message>
        <source>{0} min left</source>
        <translation>剩余 {0} 分钟</translation>
    </message>
</context>
<context>
    <name>ReplayCard</name>
    <message>
        <source>How this answer was made</source>
        <translation>此回答的生成方式</translation>
    </message>
    <message>
        <source>Once an answer is written, this shows how it was made.</source>
        <translation>生成回答后，这里会显示它是怎样生成的。</translation>
    </message>
    <message>
        <source>Run again exactly</source>
        <translation>完全照原样重新运行</translation>
    </message>
    <message>
        <source>With another model</source>
        <translation>换一个模型</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>与其他版本比较…</translation>
    </message>
    <message>
        <source>Version {0}</source>
        <translation>版本 {0}</translation>
    </message>
</context>
<context>
    <name>RewritePresenter</name>
    <message>
        <source>Select what is to be rewritten.</source>
        <translation>请先选中要改写的文字。</translation>
    </message>
    <message>
        <source>Its place was edited: it can only be copied from here.</source>
        <translation>对应的位置已被修改：只能从这里复制。</translation>
    </message>
    <message>
        <source>The model would change nothing.</source>
        <translation>模型认为无需修改。</translation>
    </message>
</context>
<context>
    <name>Row</name>
    <message>
        <source>Reset “{0}”</source>
        <translation>将“{0}”恢复为默认值</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search titles</source>
        <translation>搜索标题</translation>
    </message>
</context>
<context>
    <name>SearchWindow</name>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>New document</source>
        <translation>新文档</translation>
    </message>
    <message>
        <source>{0} · Document</source>
        <translation>{0} · 文档</translation>
    </message>
    <message>
        <source>{0} · {1}</source>
        <translation>{0} · {1}</translation>
    </message>
    <message>
        <source>Search everywhere</source>
        <translation>全局搜索</translation>
    </message>
    <message>
        <source>Words, &quot;a phrase&quot;, tag:travel, before:2026-03-01</source>
        <translation>词语、&quot;短语&quot;、tag:旅行、before:2026-03-01</translation>
    </message>
    <message>
        <source>Filters: {0}</source>
        <translation>筛选条件：{0}</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Every word must be in the text. Filters: {0}</source>
        <translation>文中须包含每个词。筛选条件：{0}</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>没有找到任何内容。</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>0 always takes the likeliest word</source>
        <translation>0 表示总是选最可能的词</translation>
    </message>
    <message>
        <source>A copy is kept as {0}</source>
        <translation>副本保存为 {0}</translation>
    </message>
    <message>
        <source>A newer Causerie has written {0}; this one does not know its form and left it untouched.</source>
        <translation>{0} 由更新版本的 Causerie 写入；此版本不认识其格式，未作改动。</translation>
    </message>
    <message>
        <source>A small model by Hugging Face: quick on any computer, good at short answers in English, weak at sums and facts.</source>
        <translation>Hugging Face 的小模型：在任何电脑上都很快，擅长英文短答，不擅长计算和事实。</translation>
    </message>
    <message>
        <source>AVX-512 VNNI</source>
        <translation>AVX-512 VNNI</translation>
    </message>
    <message>
        <source>Above 1 makes words that were used already rarer</source>
        <translation>大于 1 时，已用过的词更少出现</translation>
    </message>
    <message>
        <source>Another Causerie is just opening the same conversations and takes long; nothing was changed.</source>
        <translation>另一个 Causerie 正在打开同样的对话，耗时较长；没有做任何改动。</translation>
    </message>
    <message>
        <source>Another program holds the conversations; the last change was not stored, all earlier ones are.</source>
        <translation>另一个程序占用着对话文件；最后一次改动没有保存，之前的都已保存。</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Apple GPU</source>
        <translation>Apple GPU</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Building the tokenizer</source>
        <translation>正在构建分词器</translation>
    </message>
    <message>
        <source>CUDA does not start: {0}.</source>
        <translation>CUDA 无法启动：{0}。</translation>
    </message>
    <message>
        <source>Cancelled before it began.</source>
        <translation>在开始前已取消。</translation>
    </message>
    <message>
        <source>Cancelled; nothing of it was kept.</source>
        <translation>已取消，没有留下任何内容。</translation>
    </message>
    <message>
        <source>Causerie cannot mark its folder {0} as in use; nothing was changed.</source>
        <translation>Causerie 无法将其文件夹 {0} 标记为使用中；没有做任何改动。</translation>
    </message>
    <message>
        <source>Causerie cannot write to its folder of models; nothing was changed.</source>
        <translation>Causerie 无法写入模型文件夹；没有做任何改动。</translation>
    </message>
    <message>
        <source>Causerie cannot write to its folder {0}; nothing was changed.</source>
        <translation>Causerie 无法写入其文件夹 {0}；没有做任何改动。</translation>
    </message>
    <message>
        <source>Causerie may not write to its conversations; nothing was changed.</source>
        <translation>Causerie 没有写入对话文件的权限；没有做任何改动。</translation>
    </message>
    <message>
        <source>Change persona</source>
        <translation>更改角色</translation>
    </message>
    <message>
        <source>Change settings</source>
        <translation>更改设置</translation>
    </message>
    <message>
        <source>Check that you may read it, and that its disk is there</source>
        <translation>请确认您有读取权限，并且磁盘已连接</translation>
    </message>
    <message>
        <source>Check the connection, or the index and proxy that pip uses, and try again</source>
        <translation>请检查网络连接，或 pip 使用的索引和代理，然后重试</translation>
    </message>
    <message>
        <source>Checking the file</source>
        <translation>正在检查文件</translation>
    </message>
    <message>
        <source>Checking the model&apos;s files</source>
        <translation>正在检查模型文件</translation>
    </message>
    <message>
        <source>Checking the model&apos;s identity</source>
        <translation>正在核对模型身份</translation>
    </message>
    <message>
        <source>Choose a GGUF file, or a folder with config.json and .safetensors files</source>
        <translation>请选择 GGUF 文件，或含有 config.json 和 .safetensors 文件的文件夹</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Choose a model file instead</source>
        <translation>改为选择模型文件</translation>
    </message>
    <message>
        <source>Choose a model with a larger window</source>
        <translation>选择窗口更大的模型</translation>
    </message>
    <message>
        <source>Choose a smaller model</source>
        <translation>选择更小的模型</translation>
    </message>
    <message>
        <source>Choose a smaller model, or one packed with fewer bits</source>
        <translation>选择更小的模型，或位数更低的量化版本</translation>
    </message>
    <message>
        <source>Choose among the words that make up this share</source>
        <translation>在累计概率占这一份额的词中选择</translation>
    </message>
    <message>
        <source>Choose among this many words; 0: all</source>
        <translation>在这么多个词中选择；0 表示全部</translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation>选择其他文件</translation>
    </message>
    <message>
        <source>Choose another folder with --home DIR</source>
        <translation>用 --home DIR 指定其他文件夹</translation>
    </message>
    <message>
        <source>Choose another model</source>
        <translation>选择其他模型</translation>
    </message>
    <message>
        <source>Choose another place with --home DIR</source>
        <translation>用 --home DIR 指定其他位置</translation>
    </message>
    <message>
        <source>Choose another with --home DIR or {0}</source>
        <translation>用 --home DIR 或 {0} 指定其他文件夹</translation>
    </message>
    <message>
        <source>Choose one of the GGUF files in it</source>
        <translation>请选择其中的一个 GGUF 文件</translation>
    </message>
    <message>
        <source>Choose the same model as GGUF or .safetensors</source>
        <translation>请选择同一模型的 GGUF 或 .safetensors 版本</translation>
    </message>
    <message>
        <source>Close other programs and try again</source>
        <translation>关闭其他程序后重试</translation>
    </message>
    <message>
        <source>Close other programs that need much memory</source>
        <translation>关闭其他占用大量内存的程序</translation>
    </message>
    <message>
        <source>Close other programs, in case memory was short, and try again</source>
        <translation>可能是内存不足：关闭其他程序后重试</translation>
    </message>
    <message>
        <source>Close other windows of Causerie and programs that copy its files</source>
        <translation>关闭 Causerie 的其他窗口，以及正在复制其文件的程序</translation>
    </message>
    <message>
        <source>Close the other window of Causerie</source>
        <translation>关闭 Causerie 的另一个窗口</translation>
    </message>
    <message>
        <source>Colour folder</source>
        <translation>更改文件夹颜色</translation>
    </message>
    <message>
        <source>Colour tag</source>
        <translation>更改标签颜色</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>宽松</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>紧凑</translation>
    </message>
    <message>
        <source>Computing checksums</source>
        <translation>正在计算校验和</translation>
    </message>
    <message>
        <source>Converting</source>
        <translation>正在转换</translation>
    </message>
    <message>
        <source>Copying the weights</source>
        <translation>正在复制权重</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超出磁盘配额</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Fetch it again</source>
        <translation>请重新下载</translation>
    </message>
    <message>
        <source>Fetch it again, or choose another file</source>
        <translation>请重新下载，或选择其他文件</translation>
    </message>
    <message>
        <source>Fetch the file again</source>
        <translation>请重新下载该文件</translation>
    </message>
    <message>
        <source>Fetch the file itself</source>
        <translation>请下载文件本身</translation>
    </message>
    <message>
        <source>Fetch the whole folder again</source>
        <translation>请重新下载整个文件夹</translation>
    </message>
    <message>
        <source>Fetching</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>文件过大</translation>
    </message>
    <message>
        <source>Follow the system, or not</source>
        <translation>跟随系统，或自行指定</translation>
    </message>
    <message>
        <source>Free some space and try again</source>
        <translation>腾出一些空间后重试</translation>
    </message>
    <message>
        <source>Free some space on the disk</source>
        <translation>请腾出一些磁盘空间</translation>
    </message>
    <message>
        <source>If it happens again, start Causerie anew</source>
        <translation>如果再次出现，请重新启动 Causerie</translation>
    </message>
    <message>
        <source>In tokens; empty: until it ends</source>
        <translation>以词元为单位；留空表示不限</translation>
    </message>
    <message>
        <source>Install the newer Causerie again</source>
        <translation>请重新安装更新版本的 Causerie</translation>
    </message>
    <message>
        <source>Keep the damaged file until you are sure</source>
        <translation>在确认之前，请保留损坏的文件</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Leave out words this much rarer than the best</source>
        <translation>略去概率低于最佳词这一比例的词</translation>
    </message>
    <message>
        <source>Loading the weights</source>
        <translation>正在加载权重</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>回答的最大长度</translation>
    </message>
    <message>
        <source>Make the folder and the files in it writable</source>
        <translation>请将文件夹及其中的文件设为可写</translation>
    </message>
    <message>
        <source>Make the folder writable</source>
        <translation>请将文件夹设为可写</translation>
    </message>
    <message>
        <source>Make the message shorter, or go on in a new one</source>
        <translation>请缩短消息，或分成新的消息</translation>
    </message>
    <message>
        <source>Min p</source>
        <translation>最小概率 (Min p)</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No model is loaded. Your message is kept.</source>
        <translation>没有加载模型，您的消息已保留。</translation>
    </message>
    <message>
        <source>No module named pip</source>
        <translation>没有 pip 模块</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁盘已无空间</translation>
    </message>
    <message>
        <source>Of menus and messages, not of answers</source>
        <translation>菜单和提示的语言，不影响回答</translation>
    </message>
    <message>
        <source>Or choose another folder with --home DIR</source>
        <translation>或用 --home DIR 指定其他文件夹</translation>
    </message>
    <message>
        <source>Packing the weights</source>
        <translation>正在打包权重</translation>
    </message>
    <message>
        <source>Preparing code for this processor</source>
        <translation>正在为此处理器准备代码</translation>
    </message>
    <message>
        <source>PyTorch is built for {0} but finds no graphics card that it can use, or no driver for it.</source>
        <translation>PyTorch 是为 {0} 构建的，但找不到可用的显卡或其驱动程序。</translation>
    </message>
    <message>
        <source>Reading the description</source>
        <translation>正在读取模型描述</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Delete branch</source>
        <translation>删除分支</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete folder</source>
        <translation>删除文件夹</translation>
    </message>
    <message>
        <source>Delete persona</source>
        <translation>删除角色</translation>
    </message>
    <message>
        <source>Delete tag</source>
        <translation>删除标签</translation>
    </message>
    <message>
        <source>Edit message</source>
        <translation>编辑消息</translation>
    </message>
    <message>
        <source>Folder of the model that is loaded at the start</source>
        <translation>启动时加载的模型所在的文件夹</translation>
    </message>
    <message>
        <source>Font for code</source>
        <translation>代码字体</translation>
    </message>
    <message>
        <source>Font for reading</source>
        <translation>阅读字体</translation>
    </message>
    <message>
        <source>How much space stands between lines and rows</source>
        <translation>行与行之间的距离</translation>
    </message>
    <message>
        <source>Insert message</source>
        <translation>插入消息</translation>
    </message>
    <message>
        <source>Keep in context</source>
        <translation>保留在上下文中</translation>
    </message>
    <message>
        <source>Leave out of context</source>
        <translation>移出上下文</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Move folder</source>
        <translation>移动文件夹</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>New persona</source>
        <translation>新建角色</translation>
    </message>
    <message>
        <source>Of messages</source>
        <translation>用于消息</translation>
    </message>
    <message>
        <source>Of the size for reading</source>
        <translation>相对于阅读字号</translation>
    </message>
    <message>
        <source>Of the system&apos;s size</source>
        <translation>相对于系统字号</translation>
    </message>
    <message>
        <source>One with equal widths</source>
        <translation>等宽字体</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Place and size of the window, in base64</source>
        <translation>窗口的位置和大小（base64 编码）</translation>
    </message>
    <message>
        <source>Remove tag</source>
        <translation>移除标签</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Rename folder</source>
        <translation>重命名文件夹</translation>
    </message>
    <message>
        <source>Rename tag</source>
        <translation>重命名标签</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Restore branch</source>
        <translation>恢复分支</translation>
    </message>
    <message>
        <source>Said to the model before every conversation</source>
        <translation>在每次对话之前告诉模型的话</translation>
    </message>
    <message>
        <source>See whether your last conversations are complete</source>
        <translation>请查看最近的对话是否完整</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Start Causerie anew: it saves what is readable into a new file and keeps the old one</source>
        <translation>请重新启动 Causerie：它会把可读的内容存入新文件，并保留旧文件</translation>
    </message>
    <message>
        <source>Start a new, shorter conversation</source>
        <translation>开始一个更短的新对话</translation>
    </message>
    <message>
        <source>Start a shorter conversation</source>
        <translation>开始一个更短的对话</translation>
    </message>
    <message>
        <source>Start again when you like</source>
        <translation>可随时重新开始</translation>
    </message>
    <message>
        <source>Starting PyTorch</source>
        <translation>正在启动 PyTorch</translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation>停止词</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示词</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Taking over the tokenizer</source>
        <translation>正在导入分词器</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Texts at which an answer ends</source>
        <translation>遇到这些文字时结束回答</translation>
    </message>
    <message>
        <source>The answer reached the length that is set.</source>
        <translation>回答已达到设定的长度。</translation>
    </message>
    <message>
        <source>The computer ran out of memory. What was written is kept, and the memory held for older chats was freed.</source>
        <translation>电脑内存不足。已写的内容已保留，为旧对话保留的内存已释放。</translation>
    </message>
    <message>
        <source>The conversion ended with {0}.
{1}</source>
        <translation>转换以 {0} 结束。
{1}</translation>
    </message>
    <message>
        <source>The disk is too small: {0} are needed, {1} are free. Nothing was changed.</source>
        <translation>磁盘空间不足：需要 {0}，可用 {1}。没有做任何改动。</translation>
    </message>
    <message>
        <source>The disk ran full; what was half-written is removed, everything else is as it was.</source>
        <translation>磁盘已满；写了一半的内容已删除，其他一切照旧。</translation>
    </message>
    <message>
        <source>The disk takes no more, not even a small file in {0}; nothing was changed.</source>
        <translation>磁盘已满，在 {0} 中连一个小文件也写不下；没有做任何改动。</translation>
    </message>
    <message>
        <source>The disk takes no more; the last change was not stored, everything stored before it is unchanged.</source>
        <translation>磁盘已满；最后一次改动没有保存，之前保存的内容不变。</translation>
    </message>
    <message>
        <source>The file that holds the conversations is damaged; nothing was written to it.</source>
        <translation>保存对话的文件已损坏；没有向其中写入任何内容。</translation>
    </message>
    <message>
        <source>The file that holds the conversations needs repair or renewal, and another window of Causerie works with it; nothing was changed.</source>
        <translation>保存对话的文件需要修复或升级，但 Causerie 的另一个窗口正在使用它；没有做任何改动。</translation>
    </message>
    <message>
        <source>The file that holds the conversations was damaged. {0} with {1} could be read and are in a new file; the damaged one is kept as {2}.</source>
        <translation>保存对话的文件曾损坏。已读出{0}、{1}并存入新文件；损坏的文件保留为 {2}。</translation>
    </message>
    <message>
        <source>The last change could not be stored; everything stored before it is unchanged.</source>
        <translation>最后一次改动未能保存；之前保存的内容不变。</translation>
    </message>
    <message>
        <source>The last message and its answer so far are {0} tokens long; the model reads {1} at most. Both are kept.</source>
        <translation>最后一条消息及其目前的回答共 {0} 个词元；模型最多读取 {1} 个。两者都已保留。</translation>
    </message>
    <message>
        <source>The model could not be fetched from the package index</source>
        <translation>无法从软件包索引下载模型</translation>
    </message>
    <message>
        <source>The model could not be installed because of an error in the program. Nothing was changed.</source>
        <translation>程序出错，未能安装模型；没有做任何改动。</translation>
    </message>
    <message>
        <source>The model could not be put into the library; what was half-written is removed.</source>
        <translation>未能将模型放入模型库；写了一半的内容已删除。</translation>
    </message>
    <message>
        <source>The model needs {0}.</source>
        <translation>该模型需要 {0}。</translation>
    </message>
    <message>
        <source>The model needs {0}: the computer may become very slow, or loading may fail.</source>
        <translation>该模型需要 {0}：电脑可能会变得很慢，或加载失败。</translation>
    </message>
    <message>
        <source>The model stopped because of an error in the program. What was written is kept.</source>
        <translation>程序出错，模型已停止。已写的内容已保留。</translation>
    </message>
    <message>
        <source>The model&apos;s window is full.</source>
        <translation>模型的窗口已满。</translation>
    </message>
    <message>
        <source>The package index stopped sending</source>
        <translation>软件包索引停止了发送</translation>
    </message>
    <message>
        <source>The same seed gives the same answer; empty: random</source>
        <translation>相同的种子给出相同的回答；留空表示随机</translation>
    </message>
    <message>
        <source>The settings could not be read ({0}); {1}.</source>
        <translation>无法读取设置（{0}）；{1}。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Then start Causerie again</source>
        <translation>然后重新启动 Causerie</translation>
    </message>
    <message>
        <source>There is no file or folder {0}.</source>
        <translation>没有文件或文件夹 {0}。</translation>
    </message>
    <message>
        <source>There is no pip here to fetch the model with; nothing was changed.</source>
        <translation>这里没有可用来下载模型的 pip；没有做任何改动。</translation>
    </message>
    <message>
        <source>There was not enough memory {0}. What it had taken was freed; your conversations are untouched.</source>
        <translation>内存不足，无法{0}。已占用的内存已释放；您的对话不受影响。</translation>
    </message>
    <message>
        <source>This installation of PyTorch was built for the CPU only.</source>
        <translation>此 PyTorch 仅为 CPU 构建。</translation>
    </message>
    <message>
        <source>This program was installed without pip.</source>
        <translation>此程序安装时不带 pip。</translation>
    </message>
    <message>
        <source>Top k</source>
        <translation>候选词数 (Top k)</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>累计概率 (Top p)</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Unarchive</source>
        <translation>取消归档</translation>
    </message>
    <message>
        <source>Unpacking the weights</source>
        <translation>正在解包权重</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Wait until its window is there</source>
        <translation>请等到它的窗口出现</translation>
    </message>
    <message>
        <source>What the package index sent is not the model that was expected; it was deleted.</source>
        <translation>软件包索引发来的不是预期的模型，已删除。</translation>
    </message>
    <message>
        <source>Size for reading</source>
        <translation>阅读字号</translation>
    </message>
    <message>
        <source>1 conversation</source>
        <translation>1 个对话</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 条消息</translation>
    </message>
    <message>
        <source>16 bits: no loss, more memory</source>
        <translation>16 位：无损失，占用更多内存</translation>
    </message>
    <message>
        <source>4 bits: half the memory, some loss</source>
        <translation>4 位：内存减半，略有损失</translation>
    </message>
    <message>
        <source>8 bits: half the memory, hardly a loss</source>
        <translation>8 位：内存减半，几乎无损失</translation>
    </message>
    <message>
        <source>8 bits: hardly a loss</source>
        <translation>8 位：几乎没有损失</translation>
    </message>
    <message>
        <source>A .{0} file can only be made in the window; nothing was written.</source>
        <translation>.{0} 文件只能在窗口中生成；没有写入任何内容。</translation>
    </message>
    <message>
        <source>A newer Causerie has written {0}; this one does not know its form. Nothing was changed.</source>
        <translation>{0} 由更新版本的 Causerie 写入；此版本不认识其格式。没有做任何改动。</translation>
    </message>
    <message>
        <source>A newer Causerie has written {0}; this one does not know its form. Nothing was imported.</source>
        <translation>{0} 由更新版本的 Causerie 写入；此版本不认识其格式。没有导入任何内容。</translation>
    </message>
    <message>
        <source>Above 0 makes words rarer that the answer has already</source>
        <translation>大于 0 时，回答中已出现的词更少再出现</translation>
    </message>
    <message>
        <source>An answer is being written; a backup can&apos;t be brought back meanwhile. Nothing was changed.</source>
        <translation>正在书写回答，此时无法恢复备份。没有做任何改动。</translation>
    </message>
    <message>
        <source>Another import is under way; nothing was changed.</source>
        <translation>另一个导入正在进行；没有做任何改动。</translation>
    </message>
    <message>
        <source>Answers side by side</source>
        <translation>并排的回答</translation>
    </message>
    <message>
        <source>As they are, 16 bits: slower</source>
        <translation>保持原样，16 位：较慢</translation>
    </message>
    <message>
        <source>Cancelled; nothing was changed.</source>
        <translation>已取消，没有做任何改动。</translation>
    </message>
    <message>
        <source>Causerie reads its own exports, ChatGPT&apos;s (conversations.json or the .zip), Open WebUI&apos;s chat export, LM Studio&apos;s conversations and GPT4All&apos;s .chat files</source>
        <translation>Causerie 可读取自己的导出文件、ChatGPT 的导出（conversations.json 或 .zip）、Open WebUI 的对话导出、LM Studio 的对话和 GPT4All 的 .chat 文件</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>正在检查</translation>
    </message>
    <message>
        <source>Choose another backup</source>
        <translation>选择其他备份</translation>
    </message>
    <message>
        <source>Choose another place</source>
        <translation>选择其他位置</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Copy the file again from where it comes</source>
        <translation>请从来源处重新复制该文件</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>正在复制</translation>
    </message>
    <message>
        <source>Disk for conversations</source>
        <translation>对话占用的磁盘</translation>
    </message>
    <message>
        <source>Export from the File menu</source>
        <translation>请从“文件”菜单导出</translation>
    </message>
    <message>
        <source>Export to {0}</source>
        <translation>导出到 {0}</translation>
    </message>
    <message>
        <source>Fetch or copy the file again</source>
        <translation>请重新下载或复制该文件</translation>
    </message>
    <message>
        <source>Fetch or copy the file again; it is not whole</source>
        <translation>文件不完整，请重新下载或复制</translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation>即将完成</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>频率惩罚</translation>
    </message>
    <message>
        <source>Have a summary read instead of old turns</source>
        <translation>让模型读摘要来代替旧的对话</translation>
    </message>
    <message>
        <source>How finely the model keeps what it has read, on a processor</source>
        <translation>在处理器上运行时，模型以多高的精度保存已读内容</translation>
    </message>
    <message>
        <source>Import of {0}</source>
        <translation>导入 {0}</translation>
    </message>
    <message>
        <source>In MB; what was read lately stays there</source>
        <translation>以 MB 为单位；最近读过的内容保留在其中</translation>
    </message>
    <message>
        <source>In MB; what was read stays there for the next start; 0: nothing</source>
        <translation>以 MB 为单位；读过的内容保留到下次启动；0 表示不保留</translation>
    </message>
    <message>
        <source>In tokens; before that, an answer does not end</source>
        <translation>以词元计；在此之前回答不会结束</translation>
    </message>
    <message>
        <source>Install the newer Causerie</source>
        <translation>请安装更新版本的 Causerie</translation>
    </message>
    <message>
        <source>Keep the token view</source>
        <translation>保留词元视图</translation>
    </message>
    <message>
        <source>LM Studio</source>
        <translation>LM Studio</translation>
    </message>
    <message>
        <source>Leave old turns out</source>
        <translation>略去旧的对话</translation>
    </message>
    <message>
        <source>Let the model name a conversation after its first answer</source>
        <translation>在第一个回答之后，由模型为对话命名</translation>
    </message>
    <message>
        <source>Long conversations</source>
        <translation>长对话</translation>
    </message>
    <message>
        <source>Looking through the backups</source>
        <translation>正在查看备份</translation>
    </message>
    <message>
        <source>Memory for conversations</source>
        <translation>对话占用的内存</translation>
    </message>
    <message>
        <source>Precision of what was read</source>
        <translation>已读内容的精度</translation>
    </message>
    <message>
        <source>Name this conversation in two to six words, in its own language. Write the name alone.</source>
        <translation>用两到六个词为这个对话命名，使用对话本身的语言。只写名称。</translation>
    </message>
    <message>
        <source>Alternatives</source>
        <translation>方案个数</translation>
    </message>
    <message>
        <source>Asking for a new version failed because of an error in the program.</source>
        <translation>程序出错，询问新版本失败。</translation>
    </message>
    <message>
        <source>Causerie reads plain text, Markdown, Word documents (.docx) and OpenDocument texts (.odt)</source>
        <translation>Causerie 可读取纯文本、Markdown、Word 文档 (.docx) 和 OpenDocument 文本 (.odt)</translation>
    </message>
    <message>
        <source>Change settings of the next conversation</source>
        <translation>更改下一个对话的设置</translation>
    </message>
    <message>
        <source>Check the connection and try again</source>
        <translation>请检查网络连接，然后重试</translation>
    </message>
    <message>
        <source>Do not install what the address offers before you know why</source>
        <translation>在弄清原因之前，请勿安装该地址提供的任何内容</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Look for a new version where you got this one</source>
        <translation>请在获取此版本的地方查看新版本</translation>
    </message>
    <message>
        <source>Make a backup by hand</source>
        <translation>请手动创建备份</translation>
    </message>
    <message>
        <source>Make the notes shorter, or select less</source>
        <translation>请缩短笔记，或少选一些文字</translation>
    </message>
    <message>
        <source>Nobody could say whether there is a new version.</source>
        <translation>未能得知是否有新版本。</translation>
    </message>
    <message>
        <source>Of folders in Hugging Face form; what is loaded stays as it is</source>
        <translation>用于 Hugging Face 格式的文件夹；已有的模型保持不变</translation>
    </message>
    <message>
        <source>Once a day, one address of this program&apos;s makers is asked; nothing of you is sent</source>
        <translation>每天询问一次本程序制作者的一个地址；不发送关于您的任何内容</translation>
    </message>
    <message>
        <source>Only one of these can run at a time, and this one still does: {0}.</source>
        <translation>这类任务一次只能进行一个，而这一个仍在进行：{0}。</translation>
    </message>
    <message>
        <source>Open WebUI</source>
        <translation>Open WebUI</translation>
    </message>
    <message>
        <source>Open it in the program that made it, and save it anew</source>
        <translation>用制作它的程序打开，再重新保存</translation>
    </message>
    <message>
        <source>Or choose .html, .md or .json</source>
        <translation>或选择 .html、.md 或 .json</translation>
    </message>
    <message>
        <source>Or choose .md, .html or .docx</source>
        <translation>或选择 .md、.html 或 .docx</translation>
    </message>
    <message>
        <source>Packing</source>
        <translation>正在打包</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>存在惩罚</translation>
    </message>
    <message>
        <source>Processor cores that the model uses; 0: all but one</source>
        <translation>模型使用的处理器核心数；0 表示留出一个</translation>
    </message>
    <message>
        <source>PyTorch {0} is needed there, and {1} is there</source>
        <translation>需要 PyTorch {0}，现有的是 {1}</translation>
    </message>
    <message>
        <source>Reading attachments</source>
        <translation>正在读取附件</translation>
    </message>
    <message>
        <source>Restore version</source>
        <translation>恢复版本</translation>
    </message>
    <message>
        <source>Save it as a .docx without a password</source>
        <translation>将其另存为不带密码的 .docx</translation>
    </message>
    <message>
        <source>Save its parts as documents of their own</source>
        <translation>将各部分分别存为单独的文档</translation>
    </message>
    <message>
        <source>See what stands at that place</source>
        <translation>请查看那里有什么</translation>
    </message>
    <message>
        <source>See where the file comes from</source>
        <translation>查看该文件的来源</translation>
    </message>
    <message>
        <source>See whether you may read and write there</source>
        <translation>请确认您在那里有读写权限</translation>
    </message>
    <message>
        <source>Shortest answer</source>
        <translation>回答的最小长度</translation>
    </message>
    <message>
        <source>Size of code</source>
        <translation>代码字号</translation>
    </message>
    <message>
        <source>So many are written beside each other for one place</source>
        <translation>为同一处并排写出这么多个方案</translation>
    </message>
    <message>
        <source>So many are written where several are asked for</source>
        <translation>要求多个回答时同时写出的数量</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>停止回答</translation>
    </message>
    <message>
        <source>Store how likely each token of an answer was, with the answer</source>
        <translation>随回答保存其中每个词元的概率</translation>
    </message>
    <message>
        <source>Summary of the conversation so far:</source>
        <translation>Summary of the conversation so far:</translation>
    </message>
    <message>
        <source>Tell of new versions</source>
        <translation>有新版本时告知</translation>
    </message>
    <message>
        <source>The conversations could not be copied before the first start of this version; they are as they were. The next start tries again.</source>
        <translation>在此版本首次启动之前未能复制对话；对话保持原样。下次启动时会再试。</translation>
    </message>
    <message>
        <source>The daily backup</source>
        <translation>每日备份</translation>
    </message>
    <message>
        <source>The disk takes no more, so {0} was not written; nothing was changed.</source>
        <translation>磁盘已满，未能写入 {0}；没有做任何改动。</translation>
    </message>
    <message>
        <source>The document is not there any more; nothing was written.</source>
        <translation>该文档已不存在；未写入任何内容。</translation>
    </message>
    <message>
        <source>The notes and what the model is asked are {0} tokens long; the model reads {1} at most. The document is as it was.</source>
        <translation>笔记和对模型的要求共 {0} 个词元；模型最多读取 {1} 个。文档保持原样。</translation>
    </message>
    <message>
        <source>The pinned messages and the last one with its answer so far are {0} tokens long; the model reads {1} at most. All are kept.</source>
        <translation>固定的消息、最后一条消息及其目前的回答共 {0} 个词元；模型最多读取 {1} 个。全部已保留。</translation>
    </message>
    <message>
        <source>The same, more for each time that a word was used</source>
        <translation>同上，词每出现一次惩罚就加重一次</translation>
    </message>
    <message>
        <source>The setting could not be saved; it is in force until the program ends.</source>
        <translation>设置无法保存；它在程序结束前有效。</translation>
    </message>
    <message>
        <source>Then try again</source>
        <translation>然后重试</translation>
    </message>
    <message>
        <source>This build of Causerie names no address to ask for new versions at, so it asks nobody.</source>
        <translation>此 Causerie 构建没有指定询问新版本的地址，因此不会询问。</translation>
    </message>
    <message>
        <source>This folder</source>
        <translation>此文件夹</translation>
    </message>
    <message>
        <source>Those that are closed in the list; 0 for an archive that is open</source>
        <translation>列表中折叠的文件夹；0 表示展开的归档</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Tidying up</source>
        <translation>正在整理</translation>
    </message>
    <message>
        <source>Titles by the model</source>
        <translation>由模型命名</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>正在解包</translation>
    </message>
    <message>
        <source>Unpin a message</source>
        <translation>取消固定一条消息</translation>
    </message>
    <message>
        <source>Unterminated string</source>
        <translation>字符串未结束</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Versions {0} to {1} are known: open and save the conversation with a GPT4All of 2024 or later</source>
        <translation>已知版本 {0} 至 {1}：请用 2024 年或更新的 GPT4All 打开并保存该对话</translation>
    </message>
    <message>
        <source>Wait until it is done</source>
        <translation>请等待其完成</translation>
    </message>
    <message>
        <source>Wait until it is done, or cancel it</source>
        <translation>请等待其完成，或取消它</translation>
    </message>
    <message>
        <source>Weights of models added</source>
        <translation>新添加模型的权重</translation>
    </message>
    <message>
        <source>What happens where the model&apos;s window is full</source>
        <translation>模型的窗口已满时怎么办</translation>
    </message>
    <message>
        <source>What is fastest here</source>
        <translation>此处最快的方式</translation>
    </message>
    <message>
        <source>What the next new conversation has of its own, in JSON</source>
        <translation>下一个新对话自己的设置（JSON）</translation>
    </message>
    <message>
        <source>What was told of a new version can&apos;t be read by this one.</source>
        <translation>此版本无法读取收到的新版本信息。</translation>
    </message>
    <message>
        <source>What was told of a new version is not signed by those who made this program; it was thrown away.</source>
        <translation>收到的新版本信息不是由本程序的制作者签名的，已丢弃。</translation>
    </message>
    <message>
        <source>Write nothing more</source>
        <translation>不再继续写</translation>
    </message>
    <message>
        <source>a count of {0}</source>
        <translation>数量为 {0}</translation>
    </message>
    <message>
        <source>a length of {0}</source>
        <translation>长度为 {0}</translation>
    </message>
    <message>
        <source>a number in the template is too great</source>
        <translation>模板中的数字过大</translation>
    </message>
    <message>
        <source>a parameter of the unknown kind {0}</source>
        <translation>未知类型 {0} 的参数</translation>
    </message>
    <message>
        <source>a rounding in the template is too fine</source>
        <translation>模板中的取整过细</translation>
    </message>
    <message>
        <source>about {0} of memory, and {1} are free</source>
        <translation>约 {0} 内存，而可用内存为 {1}</translation>
    </message>
    <message>
        <source>an indentation in the template is too wide</source>
        <translation>模板中的缩进过宽</translation>
    </message>
    <message>
        <source>attached files</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>beyond the end</source>
        <translation>超出末尾</translation>
    </message>
    <message>
        <source>byte 0, line 1</source>
        <translation>第 0 字节，第 1 行</translation>
    </message>
    <message>
        <source>byte {0}</source>
        <translation>第 {0} 字节</translation>
    </message>
    <message>
        <source>byte {0}, line {1}</source>
        <translation>第 {0} 字节，第 {1} 行</translation>
    </message>
    <message>
        <source>calls of tools and their results</source>
        <translation>工具调用及其结果</translation>
    </message>
    <message>
        <source>can&apos;t allocate memory</source>
        <translation>无法分配内存</translation>
    </message>
    <message>
        <source>cells of several paragraphs: joined to one</source>
        <translation>含多个段落的单元格：已合并为一段</translation>
    </message>
    <message>
        <source>characters that could not be read: shown as �</source>
        <translation>无法识别的字符：显示为 �</translation>
    </message>
    <message>
        <source>comments: left out</source>
        <translation>批注：已略去</translation>
    </message>
    <message>
        <source>config.json and the weights do not fit together, or hold what is not supported ({0})</source>
        <translation>config.json 与权重不匹配，或含有不支持的内容（{0}）</translation>
    </message>
    <message>
        <source>config.json names the architecture {0}, which does not continue text</source>
        <translation>config.json 所写的架构 {0} 不能续写文本</translation>
    </message>
    <message>
        <source>config.json names the architecture {0}, which this version of Causerie does not know</source>
        <translation>config.json 所写的架构 {0} 是此版本的 Causerie 不认识的</translation>
    </message>
    <message>
        <source>config.json names the architecture {0}, which this version of Causerie does not know as one that continues text</source>
        <translation>config.json 所写的架构 {0} 不是此版本的 Causerie 所认识的续写文本的架构</translation>
    </message>
    <message>
        <source>config.json says that its weights are packed in a way that cannot be taken over</source>
        <translation>config.json 表明其权重的打包方式无法导入</translation>
    </message>
    <message>
        <source>conversation {0}</source>
        <translation>第 {0} 个对话</translation>
    </message>
    <message>
        <source>cut short: {0} bytes where {1} pages of {2} belong</source>
        <translation>文件被截断：只有 {0} 字节，应为 {1} 页、每页 {2} 字节</translation>
    </message>
    <message>
        <source>dates that cannot be</source>
        <translation>不可能的日期</translation>
    </message>
    <message>
        <source>defaults are used</source>
        <translation>将使用默认值</translation>
    </message>
    <message>
        <source>deleted stretches of tracked changes: left out</source>
        <translation>修订中删除的部分：已略去</translation>
    </message>
    <message>
        <source>document: its history does not fit its text</source>
        <translation>文档：其历史与正文不符</translation>
    </message>
    <message>
        <source>eight bits miss the weights by {0}</source>
        <translation>八位量化的误差为 {0}</translation>
    </message>
    <message>
        <source>embedded objects and forms: left out</source>
        <translation>嵌入的对象和表单：已略去</translation>
    </message>
    <message>
        <source>entries that are no conversation</source>
        <translation>不是对话的条目</translation>
    </message>
    <message>
        <source>exit code {0}</source>
        <translation>退出代码 {0}</translation>
    </message>
    <message>
        <source>figures of answers that could not be read</source>
        <translation>无法读取的回答数据</translation>
    </message>
    <message>
        <source>foreign keys after an upgrade</source>
        <translation>升级后的外键</translation>
    </message>
    <message>
        <source>formulas: only their characters are kept</source>
        <translation>公式：只保留了其中的字符</translation>
    </message>
    <message>
        <source>found damaged while it was in use</source>
        <translation>在使用中发现损坏</translation>
    </message>
    <message>
        <source>headers and footers of pages: left out</source>
        <translation>页眉和页脚：已略去</translation>
    </message>
    <message>
        <source>hidden stretches of text: left out</source>
        <translation>隐藏的文字：已略去</translation>
    </message>
    <message>
        <source>in the packed file</source>
        <translation>打包文件中</translation>
    </message>
    <message>
        <source>inserted stretches of tracked changes: taken as accepted</source>
        <translation>修订中插入的部分：视为已接受</translation>
    </message>
    <message>
        <source>it could not be taken over ({0})</source>
        <translation>无法导入（{0}）</translation>
    </message>
    <message>
        <source>it failed ({0})</source>
        <translation>失败（{0}）</translation>
    </message>
    <message>
        <source>it has no {0}, so text cannot be turned into tokens</source>
        <translation>它没有 {0}，因此无法把文本转换为词元</translation>
    </message>
    <message>
        <source>it lacks {0} of its tensors, {1} among them</source>
        <translation>它缺少 {0} 个张量，其中有 {1}</translation>
    </message>
    <message>
        <source>it was made for another Python than {0}</source>
        <translation>它不是为 Python {0} 制作的</translation>
    </message>
    <message>
        <source>its beginning</source>
        <translation>文件开头</translation>
    </message>
    <message>
        <source>its chat template failed ({0})</source>
        <translation>其对话模板运行失败（{0}）</translation>
    </message>
    <message>
        <source>its chat template is damaged ({0})</source>
        <translation>其对话模板已损坏（{0}）</translation>
    </message>
    <message>
        <source>its results differ from those computed without it</source>
        <translation>其结果与不使用它时不同</translation>
    </message>
    <message>
        <source>its weights are a pickle, which can run any code; only safetensors are read</source>
        <translation>其权重是 pickle 格式，可以执行任意代码；本程序只读取 safetensors</translation>
    </message>
    <message>
        <source>its weights cannot be packed ({0})</source>
        <translation>其权重无法打包（{0}）</translation>
    </message>
    <message>
        <source>its weights lack {0}</source>
        <translation>其权重缺少 {0}</translation>
    </message>
    <message>
        <source>links to other things than pages and addresses: only their words are kept</source>
        <translation>指向网页和地址以外的链接：只保留了文字</translation>
    </message>
    <message>
        <source>merged cells: taken apart</source>
        <translation>合并的单元格：已拆分</translation>
    </message>
    <message>
        <source>message {0}</source>
        <translation>第 {0} 条消息</translation>
    </message>
    <message>
        <source>messages of an unknown role</source>
        <translation>角色未知的消息</translation>
    </message>
    <message>
        <source>messages that follow themselves</source>
        <translation>以自身为上文的消息</translation>
    </message>
    <message>
        <source>messages whose predecessor is missing</source>
        <translation>缺少上文的消息</translation>
    </message>
    <message>
        <source>messages with the id of another one</source>
        <translation>与其他消息编号相同的消息</translation>
    </message>
    <message>
        <source>messages without text</source>
        <translation>没有文字的消息</translation>
    </message>
    <message>
        <source>no database in it</source>
        <translation>其中没有数据库</translation>
    </message>
    <message>
        <source>no end within {0} characters</source>
        <translation>{0} 个字符内没有结束</translation>
    </message>
    <message>
        <source>no header of a database, {0} bytes</source>
        <translation>没有数据库文件头，{0} 字节</translation>
    </message>
    <message>
        <source>no magic number</source>
        <translation>没有文件标识</translation>
    </message>
    <message>
        <source>no profile of Causerie</source>
        <translation>不是 Causerie 的完整备份</translation>
    </message>
    <message>
        <source>no revision of ours: {0}</source>
        <translation>不是本程序的版本：{0}</translation>
    </message>
    <message>
        <source>no right to write to {0}</source>
        <translation>没有写入 {0} 的权限</translation>
    </message>
    <message>
        <source>not enough space on the disk</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>not what stands at {0}: {1}</source>
        <translation>位置 {0} 处不是这段文字：{1}</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>packed.safetensors holds what does not fit together ({0})</source>
        <translation>packed.safetensors 的内容互相矛盾（{0}）</translation>
    </message>
    <message>
        <source>parts of an unknown kind</source>
        <translation>类型未知的部分</translation>
    </message>
    <message>
        <source>pictures, charts and drawings: left out</source>
        <translation>图片、图表和绘图：已略去</translation>
    </message>
    <message>
        <source>pictures, sounds and other parts that are no text</source>
        <translation>图片、声音等非文字内容</translation>
    </message>
    <message>
        <source>pip said nothing</source>
        <translation>pip 没有输出</translation>
    </message>
    <message>
        <source>revision {0} has to become {1}</source>
        <translation>需从版本 {0} 升级到 {1}</translation>
    </message>
    <message>
        <source>revision {0}, newest known {1}</source>
        <translation>版本 {0}，已知最新为 {1}</translation>
    </message>
    <message>
        <source>sha256 {0} instead of {1}</source>
        <translation>sha256 为 {0}，应为 {1}</translation>
    </message>
    <message>
        <source>signal {0}</source>
        <translation>信号 {0}</translation>
    </message>
    <message>
        <source>something follows the end</source>
        <translation>结尾之后还有内容</translation>
    </message>
    <message>
        <source>stretches with colours, underlining, raised or lowered letters: plain now</source>
        <translation>带颜色、下划线、上标或下标的文字：已变为普通文字</translation>
    </message>
    <message>
        <source>tables of contents and indexes: left out</source>
        <translation>目录和索引：已略去</translation>
    </message>
    <message>
        <source>tables within tables: only their words are kept</source>
        <translation>表格中的表格：只保留了文字</translation>
    </message>
    <message>
        <source>text boxes: their words follow the paragraph</source>
        <translation>文本框：其文字放在段落之后</translation>
    </message>
    <message>
        <source>the architecture {0} keeps its past in a way not supported yet</source>
        <translation>架构 {0} 保存上下文的方式尚不支持</translation>
    </message>
    <message>
        <source>the copy is damaged: {0}</source>
        <translation>副本已损坏：{0}</translation>
    </message>
    <message>
        <source>the description of the model in {0} is damaged ({1})</source>
        <translation>{0} 中的模型描述已损坏（{1}）</translation>
    </message>
    <message>
        <source>the file is gone, its log is there</source>
        <translation>文件已不在，只剩其日志</translation>
    </message>
    <message>
        <source>the file is kept as {0} and defaults are used</source>
        <translation>该文件保留为 {0}，将使用默认值</translation>
    </message>
    <message>
        <source>the file&apos;s header</source>
        <translation>文件头</translation>
    </message>
    <message>
        <source>the folder {0} does not exist</source>
        <translation>文件夹 {0} 不存在</translation>
    </message>
    <message>
        <source>the header of {0} is damaged</source>
        <translation>{0} 的文件头已损坏</translation>
    </message>
    <message>
        <source>the model&apos;s state</source>
        <translation>模型状态</translation>
    </message>
    <message>
        <source>the place of these proposals was edited</source>
        <translation>这些建议所在的位置已被修改</translation>
    </message>
    <message>
        <source>the place of this proposal was edited</source>
        <translation>此建议所在的位置已被修改</translation>
    </message>
    <message>
        <source>the program ended while it saved what was readable</source>
        <translation>程序在保存可读内容时退出了</translation>
    </message>
    <message>
        <source>the shape of {0} in {1} is damaged</source>
        <translation>{1} 中 {0} 的形状已损坏</translation>
    </message>
    <message>
        <source>the template does not come to an end</source>
        <translation>模板运行不会结束</translation>
    </message>
    <message>
        <source>the template makes a value that is too large</source>
        <translation>模板生成的值过大</translation>
    </message>
    <message>
        <source>the template makes too much</source>
        <translation>模板生成的内容过多</translation>
    </message>
    <message>
        <source>the template may not call {0} of a string</source>
        <translation>模板不得调用字符串的 {0}</translation>
    </message>
    <message>
        <source>the template may not make bytes</source>
        <translation>模板不得生成字节串</translation>
    </message>
    <message>
        <source>the tensor {0} has {1} bytes where {2} belong</source>
        <translation>张量 {0} 有 {1} 字节，应为 {2} 字节</translation>
    </message>
    <message>
        <source>the text is not the one that the steps were made on</source>
        <translation>文字与这些步骤所依据的不一致</translation>
    </message>
    <message>
        <source>the tokenizer in {0} cannot be read ({1})</source>
        <translation>无法读取 {0} 中的分词器（{1}）</translation>
    </message>
    <message>
        <source>there is no safetensors file in {0}</source>
        <translation>{0} 中没有 safetensors 文件</translation>
    </message>
    <message>
        <source>there is no {0}</source>
        <translation>没有 {0}</translation>
    </message>
    <message>
        <source>there was not enough memory for it</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>thoughts kept apart from the answer</source>
        <translation>与回答分开保存的思考过程</translation>
    </message>
    <message>
        <source>to check the model</source>
        <translation>检查模型</translation>
    </message>
    <message>
        <source>to import {0}</source>
        <translation>导入 {0}</translation>
    </message>
    <message>
        <source>to load {0}</source>
        <translation>加载 {0}</translation>
    </message>
    <message>
        <source>to read the prompt</source>
        <translation>读取提示</translation>
    </message>
    <message>
        <source>to write the alternatives</source>
        <translation>生成备选回答</translation>
    </message>
    <message>
        <source>to write the answer</source>
        <translation>书写回答</translation>
    </message>
    <message>
        <source>version {0}</source>
        <translation>版本 {0}</translation>
    </message>
    <message>
        <source>what follows the last conversation</source>
        <translation>最后一个对话之后的内容</translation>
    </message>
    <message>
        <source>what follows {0}</source>
        <translation>{0}之后的内容</translation>
    </message>
    <message>
        <source>what is there was made without CUDA</source>
        <translation>现有的内容不含 CUDA</translation>
    </message>
    <message>
        <source>{0} (CUDA graphs)</source>
        <translation>{0}（CUDA 图）</translation>
    </message>
    <message>
        <source>{0} (no CUDA graphs: {1})</source>
        <translation>{0}（无 CUDA 图：{1}）</translation>
    </message>
    <message>
        <source>{0} Nothing was changed.</source>
        <translation>{0}没有做任何改动。</translation>
    </message>
    <message>
        <source>{0} announces a larger model than it holds</source>
        <translation>{0} 声称的模型比它所含的更大</translation>
    </message>
    <message>
        <source>{0} announces {1} layers, and there are {2} tensors</source>
        <translation>{0} 声称有 {1} 层，但只有 {2} 个张量</translation>
    </message>
    <message>
        <source>{0} bytes</source>
        <translation>{0} 字节</translation>
    </message>
    <message>
        <source>{0} cannot be read</source>
        <translation>无法读取 {0}</translation>
    </message>
    <message>
        <source>{0} cannot be used: {1}. Nothing else was changed.</source>
        <translation>无法使用 {0}：{1}。其他内容没有改动。</translation>
    </message>
    <message>
        <source>{0} conversations</source>
        <translation>{0} 个对话</translation>
    </message>
    <message>
        <source>{0} could not be read or written; nothing was changed.</source>
        <translation>无法读写 {0}；没有做任何改动。</translation>
    </message>
    <message>
        <source>{0} could not be read.</source>
        <translation>无法读取 {0}。</translation>
    </message>
    <message>
        <source>{0} could not be read; what was half-written is removed.</source>
        <translation>无法读取 {0}；写了一半的内容已删除。</translation>
    </message>
    <message>
        <source>{0} describes another shape for {1} than it holds</source>
        <translation>{0} 描述的 {1} 的形状与实际不符</translation>
    </message>
    <message>
        <source>{0} does not hold what it should</source>
        <translation>{0} 的内容不符合要求</translation>
    </message>
    <message>
        <source>{0} ends in the middle of {1}: {2}. Nothing was imported.</source>
        <translation>{0} 在{1}处中断：{2}。没有导入任何内容。</translation>
    </message>
    <message>
        <source>{0} files</source>
        <translation>{0} 个文件</translation>
    </message>
    <message>
        <source>{0} has GGUF version {1}; 2 and 3 can be read</source>
        <translation>{0} 的 GGUF 版本为 {1}；只能读取版本 2 和 3</translation>
    </message>
    <message>
        <source>{0} has the architecture {1}, which this version of Causerie cannot unpack from GGUF</source>
        <translation>{0} 的架构为 {1}，此版本的 Causerie 无法从 GGUF 解包</translation>
    </message>
    <message>
        <source>{0} has the form {1}, and this version of Causerie reads {2}</source>
        <translation>{0} 的格式为 {1}，而此版本的 Causerie 读取 {2}</translation>
    </message>
    <message>
        <source>{0} holds GGUF files.</source>
        <translation>{0} 中是 GGUF 文件。</translation>
    </message>
    <message>
        <source>{0} holds no conversations in a form that Causerie knows. Nothing was imported.</source>
        <translation>{0} 中没有 Causerie 认识的格式的对话。没有导入任何内容。</translation>
    </message>
    <message>
        <source>{0} holds no model.</source>
        <translation>{0} 中没有模型。</translation>
    </message>
    <message>
        <source>{0} holds no tokenizer, so text cannot be turned into tokens</source>
        <translation>{0} 中没有分词器，因此无法把文本转换为词元</translation>
    </message>
    <message>
        <source>{0} holds no tokenizer.json and no older form of one that can be read</source>
        <translation>{0} 中没有 tokenizer.json，也没有可读取的旧格式</translation>
    </message>
    <message>
        <source>{0} holds weights but no config.json.</source>
        <translation>{0} 中有权重，但没有 config.json。</translation>
    </message>
    <message>
        <source>{0} is a pickle, which can run any program when it is opened; it was not opened.</source>
        <translation>{0} 是 pickle 文件，打开时可以运行任意程序；因此没有打开。</translation>
    </message>
    <message>
        <source>{0} is a pointer of Git LFS, not the model itself.</source>
        <translation>{0} 是 Git LFS 的指针文件，不是模型本身。</translation>
    </message>
    <message>
        <source>{0} is cut off after {1}</source>
        <translation>{0} 在 {1} 之后被截断</translation>
    </message>
    <message>
        <source>{0} is cut off after {1} of {2}</source>
        <translation>{0} 被截断：{2} 中只有 {1}</translation>
    </message>
    <message>
        <source>{0} is cut off after {1}, or damaged</source>
        <translation>{0} 在 {1} 之后被截断，或已损坏</translation>
    </message>
    <message>
        <source>{0} is cut off after {1}, or is not a GGUF file</source>
        <translation>{0} 在 {1} 之后被截断，或不是 GGUF 文件</translation>
    </message>
    <message>
        <source>{0} is damaged</source>
        <translation>{0} 已损坏</translation>
    </message>
    <message>
        <source>{0} is damaged and was not brought back; nothing was changed.</source>
        <translation>{0} 已损坏，未恢复；没有做任何改动。</translation>
    </message>
    <message>
        <source>{0} is damaged in {1}. Nothing was imported.</source>
        <translation>{0} 在 {1} 处已损坏。未导入任何内容。</translation>
    </message>
    <message>
        <source>{0} is damaged in {1}: {2}. Nothing was imported.</source>
        <translation>{0} 在{1}处已损坏：{2}。没有导入任何内容。</translation>
    </message>
    <message>
        <source>{0} is damaged, or holds another model than it describes</source>
        <translation>{0} 已损坏，或其中的模型与描述不符</translation>
    </message>
    <message>
        <source>{0} is damaged, or it is not whole. Nothing was imported.</source>
        <translation>{0} 已损坏或不完整。未导入任何内容。</translation>
    </message>
    <message>
        <source>{0} is damaged.</source>
        <translation>{0} 已损坏。</translation>
    </message>
    <message>
        <source>{0} is empty.</source>
        <translation>{0} 是空的。</translation>
    </message>
    <message>
        <source>{0} is incomplete: {1} of its files are missing.</source>
        <translation>{0} 不完整：缺少 {1} 个文件。</translation>
    </message>
    <message>
        <source>{0} is missing</source>
        <translation>缺少 {0}</translation>
    </message>
    <message>
        <source>{0} is missing or damaged</source>
        <translation>{0} 缺失或已损坏</translation>
    </message>
    <message>
        <source>{0} is no document that Causerie knows. Nothing was imported.</source>
        <translation>{0} 不是 Causerie 认识的文档。未导入任何内容。</translation>
    </message>
    <message>
        <source>{0} is not a GGUF file</source>
        <translation>{0} 不是 GGUF 文件</translation>
    </message>
    <message>
        <source>{0} is not a GGUF file.</source>
        <translation>{0} 不是 GGUF 文件。</translation>
    </message>
    <message>
        <source>{0} is not a safetensors file, or is cut off after {1}</source>
        <translation>{0} 不是 safetensors 文件，或在 {1} 之后被截断</translation>
    </message>
    <message>
        <source>{0} is not a whole profile of Causerie, or it is damaged; nothing was changed.</source>
        <translation>{0} 不是 Causerie 的完整备份，或已损坏；没有做任何改动。</translation>
    </message>
    <message>
        <source>{0} is not there; nothing was changed.</source>
        <translation>{0} 不存在；没有做任何改动。</translation>
    </message>
    <message>
        <source>{0} is of a version of GPT4All&apos;s format that Causerie does not know. Nothing was imported.</source>
        <translation>{0} 使用 Causerie 不认识的 GPT4All 格式版本。没有导入任何内容。</translation>
    </message>
    <message>
        <source>{0} is protected by a password, or it is a .doc of before 2007. Nothing was imported.</source>
        <translation>{0} 受密码保护，或是 2007 年以前的 .doc。未导入任何内容。</translation>
    </message>
    <message>
        <source>{0} messages</source>
        <translation>{0} 条消息</translation>
    </message>
    <message>
        <source>{0} of {1} bytes came</source>
        <translation>收到 {0} 字节，共 {1} 字节</translation>
    </message>
    <message>
        <source>{0} packs {1} in a way (type {2}) that is not known here</source>
        <translation>{0} 以未知的方式（类型 {2}）打包 {1}</translation>
    </message>
    <message>
        <source>{0} scales its positions in a way that is not known here</source>
        <translation>{0} 缩放位置的方式未知</translation>
    </message>
    <message>
        <source>{0} turns its positions by {1}, which is no base of wavelengths</source>
        <translation>{0} 的位置旋转基数为 {1}，它不能作为波长的基数</translation>
    </message>
    <message>
        <source>{0} unpacks to more than a document can be. Nothing was imported.</source>
        <translation>{0} 解压后超出了文档可能的大小。未导入任何内容。</translation>
    </message>
    <message>
        <source>{0} where {1} belongs</source>
        <translation>应为 {1}，实为 {0}</translation>
    </message>
    <message>
        <source>{0}: the file ends at {1}</source>
        <translation>{0}：文件在 {1} 处结束</translation>
    </message>
    <message>
        <source>{0}: this failed because of an error in the program. Nothing was changed.</source>
        <translation>{0}：程序出错，未能完成。没有做任何改动。</translation>
    </message>
    <message>
        <source>{0}: {1} bytes instead of {2}</source>
        <translation>{0}：{1} 字节，应为 {2} 字节</translation>
    </message>
    <message>
        <source>{0}: {1}; its default is used.</source>
        <translation>{0}：{1}；将使用其默认值。</translation>
    </message>
    <message>
        <source>{0}; nothing of it was kept.</source>
        <translation>{0}；没有留下任何内容。</translation>
    </message>
</context>
<context>
    <name>SeriesBar</name>
    <message>
        <source>Sections written</source>
        <translation>已写的章节</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>SeriesPresenter</name>
    <message>
        <source>Section {0} of {1}, “{2}”: {3}</source>
        <translation>第 {0} 节，共 {1} 节，“{2}”：{3}</translation>
    </message>
    <message>
        <source>Every section has something below its heading already, or there is no heading yet.</source>
        <translation>每一节的标题下都已有内容，或者还没有标题。</translation>
    </message>
</context>
<context>
    <name>ShortcutList</name>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Search shortcuts</source>
        <translation>搜索快捷键</translation>
    </message>
    <message>
        <source>While a message is written</source>
        <translation>写消息时</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>发送消息</translation>
    </message>
    <message>
        <source>Shift+Enter</source>
        <translation>Shift+Enter</translation>
    </message>
    <message>
        <source>New line in the message</source>
        <translation>在消息中换行</translation>
    </message>
    <message>
        <source>While the model proposes words for a document</source>
        <translation>模型为文档提议文字时</translation>
    </message>
    <message>
        <source>Take all of it</source>
        <translation>全部采用</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Take a word</source>
        <translation>采用一个词</translation>
    </message>
    <message>
        <source>Ctrl+Right</source>
        <translation>Ctrl+右方向键</translation>
    </message>
    <message>
        <source>Take none of it</source>
        <translation>不采用</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Take an alternative by its number</source>
        <translation>按编号采用一个方案</translation>
    </message>
    <message>
        <source>Alt+1 to Alt+9</source>
        <translation>Alt+1 至 Alt+9</translation>
    </message>
    <message>
        <source>Accept or reject a change</source>
        <translation>接受或拒绝一处修改</translation>
    </message>
    <message>
        <source>Alt+A, Alt+R</source>
        <translation>Alt+A、Alt+R</translation>
    </message>
    <message>
        <source>Accept or reject all changes</source>
        <translation>接受或拒绝全部修改</translation>
    </message>
    <message>
        <source>Alt+Shift+A, Alt+Shift+R</source>
        <translation>Alt+Shift+A、Alt+Shift+R</translation>
    </message>
    <message>
        <source>Next and previous change</source>
        <translation>下一处和上一处修改</translation>
    </message>
    <message>
        <source>N, P</source>
        <translation>N、P</translation>
    </message>
</context>
<context>
    <name>ShortcutRows</name>
    <message>
        <source>{0} belongs to “{1}”: choose others, or change those first.</source>
        <translation>{0} 已用于“{1}”：请另选按键，或先更改它的快捷键。</translation>
    </message>
    <message>
        <source>Alone, this key is for typing: add Ctrl or Alt, or take a function key.</source>
        <translation>此键单独按下时用于输入：请加上 Ctrl 或 Alt，或改用功能键。</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Side panel</source>
        <translation>侧面板</translation>
    </message>
    <message>
        <source>Pages of the side panel</source>
        <translation>侧面板的页面</translation>
    </message>
</context>
<context>
    <name>SidePresenter</name>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>生成记录</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Summary of old turns</source>
        <translation>较早对话的摘要</translation>
    </message>
</context>
<context>
    <name>SpokenAnswers</name>
    <message>
        <source>Answer: {0}</source>
        <translation>回答：{0}</translation>
    </message>
    <message>
        <source>The answer is there. It begins: {0}</source>
        <translation>回答已完成，开头是：{0}</translation>
    </message>
</context>
<context>
    <name>StarterFacts</name>
    <message>
        <source>{0} {1}, a package of the Python package index, through this computer&apos;s own pip</source>
        <translation>Python 软件包索引中的 {0} {1}，通过本机的 pip 下载</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>The copy that came with the program: nothing is fetched</source>
        <translation>随程序附带，无需下载</translation>
    </message>
    <message>
        <source>{0} to fetch, {1} on the disk</source>
        <translation>下载 {0}，占用磁盘 {1}</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Model: {0}</source>
        <translation>模型：{0}</translation>
    </message>
    <message>
        <source>Loading {0}</source>
        <translation>正在加载 {0}</translation>
    </message>
    <message>
        <source>Installing {0}</source>
        <translation>正在安装 {0}</translation>
    </message>
    <message>
        <source>{0} is not ready</source>
        <translation>{0} 未就绪</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>1 thread</source>
        <translation>1 个线程</translation>
    </message>
    <message>
        <source>{0} threads</source>
        <translation>{0} 个线程</translation>
    </message>
    <message>
        <source>base model: plain template</source>
        <translation>基础模型：使用简单模板</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在书写</translation>
    </message>
    <message>
        <source>Reading the prompt</source>
        <translation>正在读取提示</translation>
    </message>
    <message>
        <source>Reading the prompt {0}/{1}</source>
        <translation>正在读取提示 {0}/{1}</translation>
    </message>
    <message>
        <source>first token {0}</source>
        <translation>首个词元 {0}</translation>
    </message>
    <message>
        <source>{0}/{1} tokens</source>
        <translation>{0}/{1} 词元</translation>
    </message>
    <message>
        <source>{0}, nearly full</source>
        <translation>{0}，快满了</translation>
    </message>
    <message>
        <source>1 old turn is out of the window</source>
        <translation>1 轮旧对话已移出窗口</translation>
    </message>
    <message>
        <source>{0} old turns are out of the window</source>
        <translation>{0} 轮旧对话已移出窗口</translation>
    </message>
    <message>
        <source>{0}, a summary stands for {1}</source>
        <translation>{0}，其中 {1} 条由摘要代替</translation>
    </message>
    <message>
        <source>The model&apos;s window: what it reads at once, {0} tokens at most.</source>
        <translation>模型的上下文窗口：一次最多读取 {0} 个词元。</translation>
    </message>
    <message>
        <source>Prompt {0}, of which {1} were read before; answer {2}.</source>
        <translation>提示 {0}，其中 {1} 此前已读；回答 {2}。</translation>
    </message>
    <message>
        <source>When it is full, the oldest turns are left out; they stay in the conversation.</source>
        <translation>窗口满后，最早的几轮不再读入，但仍保留在对话中。</translation>
    </message>
    <message>
        <source>{0}: the model read that instead.</source>
        <translation>{0}：模型读的是摘要。</translation>
    </message>
    <message>
        <source>{0}: the model did not see them.</source>
        <translation>{0}：模型没有看到它们。</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Write on from here</source>
        <translation>从这里继续写</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>保持现状</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Ask for another answer</source>
        <translation>请求另一个回答</translation>
    </message>
    <message>
        <source>Length of the document</source>
        <translation>文档长度</translation>
    </message>
    <message>
        <source>{0} of {1} words selected</source>
        <translation>已选 {0} 字，共 {1} 字</translation>
    </message>
    <message>
        <source>1 word</source>
        <translation>1 字</translation>
    </message>
    <message>
        <source>{0} words</source>
        <translation>{0} 字</translation>
    </message>
    <message>
        <source>1 character</source>
        <translation>1 个字符</translation>
    </message>
    <message>
        <source>{0} characters</source>
        <translation>{0} 个字符</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>{0} of {1} tokens of the model&apos;s window are in use</source>
        <translation>模型窗口已用 {0} 个词元，共 {1} 个</translation>
    </message>
</context>
<context>
    <name>TagWindow</name>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>There are no tags yet. Give one to a conversation in its menu.</source>
        <translation>还没有标签。可在对话的菜单中添加。</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Colour</source>
        <translation>颜色(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>Takes it from all conversations that have it</source>
        <translation>从所有带有此标签的对话中移除</translation>
    </message>
    <message>
        <source>1 conversation</source>
        <translation>1 个对话</translation>
    </message>
    <message>
        <source>{0} conversations</source>
        <translation>{0} 个对话</translation>
    </message>
</context>
<context>
    <name>ThinkingFold</name>
    <message>
        <source>Thinking…</source>
        <translation>正在思考…</translation>
    </message>
    <message>
        <source>Thoughts</source>
        <translation>思考过程</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Show what the model thought</source>
        <translation>显示模型的思考过程</translation>
    </message>
</context>
<context>
    <name>TitleEditor</name>
    <message>
        <source>New title</source>
        <translation>新标题</translation>
    </message>
</context>
<context>
    <name>TitleRow</name>
    <message>
        <source>More about the conversation</source>
        <translation>更多对话操作</translation>
    </message>
    <message>
        <source>More about the document</source>
        <translation>更多文档操作</translation>
    </message>
</context>
<context>
    <name>ToEndButton</name>
    <message>
        <source>To the end</source>
        <translation>到末尾</translation>
    </message>
    <message>
        <source>End</source>
        <translation>End</translation>
    </message>
</context>
<context>
    <name>TokenView</name>
    <message>
        <source>(part of a character)</source>
        <translation>（字符的一部分）</translation>
    </message>
    <message>
        <source>(end of the answer)</source>
        <translation>（回答结束）</translation>
    </message>
    <message>
        <source>&lt; {0} %</source>
        <translation>&lt; {0}%</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0}%</translation>
    </message>
    <message>
        <source>Choice {0} of the model, {1} bits of surprise</source>
        <translation>模型的第 {0} 选择，意外程度 {1} 比特</translation>
    </message>
</context>
<context>
    <name>TokenViewCommand</name>
    <message>
        <source>The setting could not be saved, so new answers are not kept with their words&apos; surprise.</source>
        <translation>未能保存该设置，因此新回答不会保存各词的意外程度。</translation>
    </message>
    <message>
        <source>From now on, what the model thought of each word is kept with its answer. Older ones have none.</source>
        <translation>从现在起，模型对每个词的判断会随回答一起保存；较早的回答没有这些数据。</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Write here and press Enter. The answer is made on this computer and stays here.</source>
        <translation>在这里输入，然后按 Enter。回答在本机生成，也只留在本机。</translation>
    </message>
    <message>
        <source>What you talk about is kept in this list with all versions. Del moves it to the bin.</source>
        <translation>您的对话连同所有版本都保存在此列表中。按 Del 可移到回收站。</translation>
    </message>
    <message>
        <source>{0} finds every command, conversation and setting. The menus have them all, too.</source>
        <translation>{0} 可找到所有命令、对话和设置。菜单中也都有。</translation>
    </message>
    <message>
        <source>In a document ({0}) you write yourself, and the model goes on, rewrites or proposes.</source>
        <translation>在文档中（{0}）由您自己写作，模型可续写、改写或提出建议。</translation>
    </message>
</context>
<context>
    <name>TourCard</name>
    <message>
        <source>Skip the tour</source>
        <translation>跳过导览</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Tour, {0} of {1}</source>
        <translation>导览 {0}/{1}</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Explain how a rainbow forms, in three sentences.</source>
        <translation>用三句话解释彩虹是怎样形成的。</translation>
    </message>
    <message>
        <source>Help me write a polite letter to my landlord.</source>
        <translation>帮我给房东写一封有礼貌的信。</translation>
    </message>
    <message>
        <source>Suggest five names for a small bookshop.</source>
        <translation>给一家小书店起五个名字。</translation>
    </message>
    <message>
        <source>You</source>
        <translation>您</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在书写…</translation>
    </message>
    <message>
        <source>Waiting: next in line</source>
        <translation>等待中：下一个</translation>
    </message>
    <message>
        <source>Waiting: {0} in line</source>
        <translation>等待中：第 {0} 位</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Reading {0}/{1}</source>
        <translation>正在读取 {0}/{1}</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>The program ended while this was written. What was written is kept.</source>
        <translation>写到这里时程序退出了，已写的内容已保留。</translation>
    </message>
    <message>
        <source>This answer could not be made. Your message is kept.</source>
        <translation>未能生成这个回答，您的消息已保留。</translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Pasted text</source>
        <translation>粘贴的文本</translation>
    </message>
    <message>
        <source>Pasted text {0}</source>
        <translation>粘贴的文本 {0}</translation>
    </message>
    <message>
        <source>Attach text files</source>
        <translation>附加文本文件</translation>
    </message>
    <message>
        <source>{0} is larger than {1}, so it was not attached.</source>
        <translation>{0} 大于 {1}，未附加。</translation>
    </message>
    <message>
        <source>{0} is not a text file, so it was not attached.</source>
        <translation>{0} 不是文本文件，未附加。</translation>
    </message>
    <message>
        <source>There is no text in {0}, so it was not attached.</source>
        <translation>{0} 中没有文字，未附加。</translation>
    </message>
    <message>
        <source>{0} could not be read, so it was not attached.</source>
        <translation>无法读取 {0}，未附加。</translation>
    </message>
</context>
<context>
    <name>TurnRow</name>
    <message>
        <source>in</source>
        <translation>已读入</translation>
    </message>
    <message>
        <source>out</source>
        <translation>未读入</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <source>{0} · {1}</source>
        <translation>{0} · {1}</translation>
    </message>
    <message>
        <source>Keep in context</source>
        <translation>保留在上下文中</translation>
    </message>
    <message>
        <source>Leave out of context</source>
        <translation>移出上下文</translation>
    </message>
</context>
<context>
    <name>UndoCommand</name>
    <message>
        <source>&amp;Undo: {0}</source>
        <translation>撤销(&amp;U)：{0}</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Redo: {0}</source>
        <translation>重做(&amp;R)：{0}</translation>
    </message>
</context>
<context>
    <name>UnsentFile</name>
    <message>
        <source>What you are writing could not be saved yet; it is kept while the window is open.</source>
        <translation>您正在写的内容暂时无法保存；窗口打开期间会一直保留。</translation>
    </message>
    <message>
        <source>Make room on the disk</source>
        <translation>请腾出磁盘空间</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>发送消息</translation>
    </message>
</context>
<context>
    <name>UnusedCard</name>
    <message>
        <source>There is a graphics card, {0}, that this Causerie can&apos;t use: models run on the processor.</source>
        <translation>本机有显卡 {0}，但此 Causerie 无法使用它：模型在处理器上运行。</translation>
    </message>
    <message>
        <source>Don&apos;t say this again</source>
        <translation>不再提示</translation>
    </message>
    <message>
        <source>Install the CUDA edition, or put PyTorch {0} for CUDA into {1}, where it is found.</source>
        <translation>请安装 CUDA 版，或将适用于 CUDA 的 PyTorch {0} 放入 {1}，程序会在那里找到它。</translation>
    </message>
    <message>
        <source>What is there now can&apos;t be used: {0}.</source>
        <translation>那里现有的内容无法使用：{0}。</translation>
    </message>
</context>
<context>
    <name>UpdatePresenter</name>
    <message>
        <source>Asking whether there is a new version…</source>
        <translation>正在询问是否有新版本…</translation>
    </message>
    <message>
        <source>This is the newest version, {0}.</source>
        <translation>这已是最新版本 {0}。</translation>
    </message>
    <message>
        <source>Causerie {0} is out; this is {1}. Nothing was fetched.</source>
        <translation>Causerie {0} 已发布；当前为 {1}。没有下载任何内容。</translation>
    </message>
    <message>
        <source>Go to its page…</source>
        <translation>前往其页面…</translation>
    </message>
    <message>
        <source>This opens in your browser: {0}</source>
        <translation>这将在浏览器中打开：{0}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>VersionsPanel</name>
    <message>
        <source>Versions, the newest first</source>
        <translation>各个版本，最新的在前</translation>
    </message>
    <message>
        <source>What has changed since</source>
        <translation>此后的改动</translation>
    </message>
    <message>
        <source>Restore this version</source>
        <translation>恢复此版本</translation>
    </message>
    <message>
        <source>As a step, which Undo takes back</source>
        <translation>作为一步，可撤销</translation>
    </message>
    <message>
        <source>{0} words</source>
        <translation>{0} 字</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>What would you like to talk about?</source>
        <translation>想聊些什么？</translation>
    </message>
    <message>
        <source>Nothing of this conversation reaches the disk. It is gone when the program ends.</source>
        <translation>此对话不会写入磁盘，程序结束后即消失。</translation>
    </message>
    <message>
        <source>Answers are made on this computer and stay here.</source>
        <translation>回答在这台电脑上生成，也只留在这里。</translation>
    </message>
</context>
<context>
    <name>WholeOrNothing</name>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>A whole number from {0}, or nothing.</source>
        <translation>请输入不小于 {0} 的整数，或留空。</translation>
    </message>
</context>
<context>
    <name>Writing</name>
    <message>
        <source>An answer can&apos;t begin with a file, so nothing was changed.</source>
        <translation>回答不能以文件开头，没有做任何改动。</translation>
    </message>
    <message>
        <source>Remove the file first</source>
        <translation>请先移除文件</translation>
    </message>
</context>
<context>
    <name>_Chip</name>
    <message>
        <source>Pasted text</source>
        <translation>粘贴的文本</translation>
    </message>
    <message>
        <source>Show {0}</source>
        <translation>显示 {0}</translation>
    </message>
    <message>
        <source>Attachment: {0}</source>
        <translation>附件：{0}</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>移除 {0}</translation>
    </message>
</context>
<context>
    <name>_CodeButton</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>复制代码</translation>
    </message>
</context>
<context>
    <name>_Field</name>
    <message>
        <source>Edit your message</source>
        <translation>编辑您的消息</translation>
    </message>
</context>
</TS>
